/**
 * Places in the text and in the editor.
 *
 * The *model* is the text with exactly one `\n` at the end of every line, also of the last one.
 * A ProseMirror position counts two tokens where the model has one `\n`, so
 * `position = index + number of the line + 1`.
 */
import type { Node } from "prosemirror-model";

export interface Place {
  /** Number of the line, from 0; the number of lines for the place behind the last `\n`. */
  readonly line: number;
  /** ProseMirror position before the line's opening token. */
  readonly before: number;
  /** Code units from the start of the line. */
  readonly offset: number;
}

/** Length of the model of a document: every line and its `\n`. */
export function modelLength(doc: Node): number {
  return doc.content.size - doc.childCount;
}

/** Finds the line that holds the model index; `index` is at most the model's length. */
export function placeOf(doc: Node, index: number): Place {
  let before = 0;
  let left = index;
  const lines = doc.content.content;
  for (let line = 0; line < lines.length; line++) {
    const node = lines[line] as Node;
    if (left <= node.content.size) return { line, before, offset: left };
    left -= node.content.size + 1;
    before += node.nodeSize;
  }
  return { line: lines.length, before, offset: Math.max(0, left) };
}

/** ProseMirror position of a model index, inside a line; past the end gives the last place. */
export function indexToPos(doc: Node, index: number): number {
  const place = placeOf(doc, Math.max(0, Math.min(index, modelLength(doc) - 1)));
  return place.before + 1 + place.offset;
}

/** Model index of a ProseMirror position; between two lines it is the start of the second. */
export function posToIndex(doc: Node, pos: number): number {
  const $pos = doc.resolve(Math.max(0, Math.min(pos, doc.content.size)));
  return pos - $pos.index(0) - $pos.depth;
}
