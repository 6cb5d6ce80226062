import { afterEach, beforeEach, expect, it } from "vitest";
import { authorshipShown, listenForToggle, setAuthorshipShown } from "../../src/authorship/shown";

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
