/** Selections as they travel in awareness: Yjs relative positions, which survive others' edits. */
import * as Y from "yjs";

/** JSON of two Yjs relative positions in `content`. */
export interface Cursor {
  readonly anchor: unknown;
  readonly head: unknown;
}

export interface CursorIndexes {
  readonly anchorIndex: number;
  readonly headIndex: number;
}

/** Positions hold on to the character before them: see {@link keepCaret}. */
const BEFORE = -1;

export function cursorAt(text: Y.Text, anchorIndex: number, headIndex: number): Cursor {
  const at = (index: number) =>
    Y.relativePositionToJSON(
      Y.createRelativePositionFromTypeIndex(text, Math.min(index, text.length), BEFORE),
    );
  return { anchor: at(anchorIndex), head: at(headIndex) };
}

/** Model indexes of a cursor; null when it is malformed or points to text not yet here. */
export function cursorIndexes(text: Y.Text, cursor: Cursor): CursorIndexes | null {
  const anchorIndex = indexOf(text, cursor.anchor);
  const headIndex = indexOf(text, cursor.head);
  return anchorIndex === null || headIndex === null ? null : { anchorIndex, headIndex };
}

function indexOf(text: Y.Text, json: unknown): number | null {
  if (!text.doc || typeof json !== "object" || json === null) return null;
  try {
    const relative = Y.createRelativePositionFromJSON(json);
    const place = Y.createAbsolutePositionFromRelativePosition(relative, text.doc);
    return place?.type === text ? place.index : null;
  } catch {
    // Others' awareness is not checked by anybody: anything may stand in it.
    return null;
  }
}
