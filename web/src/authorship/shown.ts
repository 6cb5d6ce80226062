/** Whether authorship is shown: off while writing, one shortcut to toggle, remembered. */
import { Cell, type Disposer, type Readable } from "../sync/readable";
import { announce } from "../ui/Announcer";
import { readBoolean, recall, remember } from "../ui/remembered";
import { authorshipTexts as texts } from "./texts";

const KEY = "authorship";
const shown = new Cell(recall(KEY, readBoolean, false));

/** Whether authorship is shown in the text. */
export const authorshipShown: Readable<boolean> = shown;

export function setAuthorshipShown(value: boolean): void {
  if (value === shown.getSnapshot()) return;
  shown.set(value);
  remember(KEY, value);
  announce(value ? texts.shown : texts.hidden);
}

/** Listens for Ctrl+Alt+A on the whole page. */
export function listenForToggle(target: Window): Disposer {
  const onKey = (event: KeyboardEvent) => {
    const isShortcut = event.code === "KeyA" && event.altKey && (event.ctrlKey || event.metaKey);
    // AltGr is told as Ctrl+Alt, and types a letter.
    if (!isShortcut || event.shiftKey || event.getModifierState("AltGraph")) return;
    event.preventDefault();
    setAuthorshipShown(!shown.getSnapshot());
  };
  target.addEventListener("keydown", onKey);
  return () => target.removeEventListener("keydown", onKey);
}

/**
 * Listens for F8 and Shift+F8 outside the text too: whoever is in the panel or on the card goes on from there.
 * `onKey` says whether it took the key.
 */
export function listenForSteps(target: Window, onKey: (event: KeyboardEvent) => boolean): Disposer {
  const listener = (event: KeyboardEvent) => {
    if (event.key !== "F8" || event.defaultPrevented || isInDialog(event.target)) return;
    if (onKey(event)) event.preventDefault();
  };
  target.addEventListener("keydown", listener);
  return () => target.removeEventListener("keydown", listener);
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[role=dialog], [role=menu]") !== null;
}
