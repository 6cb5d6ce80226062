/** What keys, clicks and drops on the page mean while a suggestion is being placed. */

import type { Direction, Placing } from "./placing";

/** Carried by a drag of a suggestion; nothing else is, so it means nothing anywhere else. */
export const SUGGESTION_TYPE = "application/x-byline-suggestion";

const STEPS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "line-start",
  End: "line-end",
};

const FAR_STEPS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "word-left",
  ArrowRight: "word-right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "start",
  End: "end",
};

/** Which step of the mark a key means; null for other keys. */
export function directionOf(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey">,
): Direction | null {
  const far = event.ctrlKey || event.altKey || event.metaKey;
  return (far ? FAR_STEPS : STEPS)[event.key] ?? null;
}

/** Listens on the page and, for keys, on the window; returns the disposer. */
export function listenForPlace(placing: Placing): () => void {
  const { page } = placing;
  const stop = new AbortController();
  const on = { capture: true, signal: stop.signal };
  window.addEventListener("keydown", (event) => onKey(placing, event), on);
  page.addEventListener("mousedown", (event) => holdCaret(placing, event), on);
  page.addEventListener("pointermove", (event) => onMove(placing, event), on);
  page.addEventListener("click", (event) => onClick(placing, event), on);
  page.addEventListener("dragenter", (event) => onDragOver(placing, event), on);
  page.addEventListener("dragover", (event) => onDragOver(placing, event), on);
  page.addEventListener("dragleave", (event) => onDragLeave(placing, event), on);
  page.addEventListener("drop", (event) => onDrop(placing, event), on);
  return () => stop.abort();
}

const isChoosing = (placing: Placing): boolean => placing.getSnapshot().mode === "choosing";

function take(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

function onKey(placing: Placing, event: KeyboardEvent): void {
  if (placing.getSnapshot().mode === "idle") return;
  if (event.key === "Escape") {
    take(event);
    placing.cancel();
    return;
  }
  if (!isChoosing(placing) || !placing.view.dom.contains(event.target as Node)) return;
  const direction = directionOf(event);
  if (direction !== null) {
    take(event);
    placing.step(direction);
  } else if (event.key === "Enter") {
    take(event);
    placing.confirm();
  } else if (isTyping(event)) take(event);
}

/** Keys that would write into the document; while a place is being shown they do nothing. */
function isTyping(event: KeyboardEvent): boolean {
  const shortcut =
    (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph");
  return (
    !shortcut && (event.key.length === 1 || event.key === "Backspace" || event.key === "Delete")
  );
}

function holdCaret(placing: Placing, event: MouseEvent): void {
  if (isChoosing(placing)) event.preventDefault();
}

function onMove(placing: Placing, event: PointerEvent): void {
  if (isChoosing(placing) && event.pointerType === "mouse")
    placing.aimAt(event.clientX, event.clientY, event.altKey);
}

function onClick(placing: Placing, event: MouseEvent): void {
  if (!isChoosing(placing)) return;
  take(event);
  placing.aimAt(event.clientX, event.clientY, event.altKey);
  placing.confirm();
}

function isSuggestion(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes(SUGGESTION_TYPE) ?? false;
}

function onDragOver(placing: Placing, event: DragEvent): void {
  if (!isSuggestion(event)) return;
  take(event);
  // A suggestion of another page is not known here and cannot be placed.
  const known = placing.getSnapshot().mode === "dragging";
  if (event.dataTransfer !== null) event.dataTransfer.dropEffect = known ? "copy" : "none";
  if (known) placing.aimAt(event.clientX, event.clientY, event.altKey);
}

function onDragLeave(placing: Placing, event: DragEvent): void {
  const to = event.relatedTarget;
  if (!(to instanceof Node) || !placing.page.contains(to)) placing.aimNowhere();
}

function onDrop(placing: Placing, event: DragEvent): void {
  if (!isSuggestion(event)) return;
  take(event);
  if (placing.getSnapshot().mode !== "dragging") return;
  placing.aimAt(event.clientX, event.clientY, event.altKey);
  if (!placing.confirm()) placing.cancel();
}
