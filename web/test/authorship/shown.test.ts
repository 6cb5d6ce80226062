import { afterEach, beforeEach, expect, it } from "vitest";
import {
  authorshipShown,
  listenForSteps,
  listenForToggle,
  setAuthorshipShown,
} from "../../src/authorship/shown";

let stop: () => void;

beforeEach(() => {
  stop = listenForToggle(window);
});

afterEach(() => {
  stop();
  setAuthorshipShown(false);
});

function press(init: KeyboardEventInit): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { code: "KeyA", cancelable: true, ...init });
  window.dispatchEvent(event);
  return event;
}

it("is switched by Ctrl+Alt+A", () => {
  press({ key: "a", ctrlKey: true, altKey: true });
  expect(authorshipShown.getSnapshot()).toBe(true);
});

it("leaves a letter alone that is typed with AltGr, as ą on a Polish keyboard", () => {
  const event = press({ key: "ą", ctrlKey: true, altKey: true, modifierAltGraph: true });
  expect(authorshipShown.getSnapshot()).toBe(false);
  expect(event.defaultPrevented).toBe(false);
});

it("hears F8 wherever the keyboard is, but in no dialog and not twice", () => {
  const heard: boolean[] = [];
  const stopSteps = listenForSteps(window, ({ shiftKey }) => {
    heard.push(shiftKey);
    return true;
  });
  const dialog = document.body.appendChild(document.createElement("div"));
  dialog.setAttribute("role", "dialog");
  const f8 = { code: "F8", key: "F8" };
  expect(press(f8).defaultPrevented).toBe(true);
  press({ ...f8, shiftKey: true });
  press({ code: "F7", key: "F7" });
  dialog.dispatchEvent(new KeyboardEvent("keydown", { ...f8, bubbles: true }));
  const taken = new KeyboardEvent("keydown", { ...f8, cancelable: true });
  taken.preventDefault();
  window.dispatchEvent(taken);
  expect(heard).toEqual([false, true]);
  stopSteps();
  press(f8);
  expect(heard).toHaveLength(2);
  dialog.remove();
});
