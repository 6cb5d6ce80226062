/** Walking through the text in steps, without moving the caret. */
import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import { inLine } from "./insert-lines";

export type Direction =
  | "left"
  | "right"
  | "up"
  | "down"
  | "word-left"
  | "word-right"
  | "line-start"
  | "line-end"
  | "start"
  | "end";

/** The position one step from `pos`; null at the edges of the text. */
export function nextPlace(view: EditorView, pos: number, direction: Direction): number | null {
  const { doc } = view.state;
  const from = inLine(doc, pos);
  const next = step(view, doc, from, direction);
  return next === null || next === pos ? null : next;
}

function step(view: EditorView, doc: Node, pos: number, direction: Direction): number | null {
  const $pos = doc.resolve(pos);
  switch (direction) {
    case "left":
      return backward(doc, pos, "grapheme");
    case "right":
      return forward(doc, pos, "grapheme");
    case "word-left":
      return backward(doc, pos, "word");
    case "word-right":
      return forward(doc, pos, "word");
    case "up":
    case "down":
      return vertical(view, pos, direction);
    case "line-start":
      return $pos.start();
    case "line-end":
      return $pos.end();
    case "start":
      return 1;
    case "end":
      return doc.content.size - 1;
    default:
      return direction satisfies never;
  }
}

/** The text of a line, one code unit for every position. */
const lineText = (line: Node) => line.textBetween(0, line.content.size, "", "\ufffc");

function bounds(text: string, granularity: "grapheme" | "word"): number[] {
  const segments = [...new Intl.Segmenter(undefined, { granularity }).segment(text)];
  const starts = segments
    .filter((segment) => granularity === "grapheme" || segment.segment.trim() !== "")
    .map((segment) => segment.index);
  return [0, ...starts, text.length];
}

function backward(doc: Node, pos: number, by: "grapheme" | "word"): number | null {
  const $pos = doc.resolve(pos);
  if ($pos.parentOffset === 0) return $pos.index(0) === 0 ? null : $pos.before() - 1;
  const before = bounds(lineText($pos.parent), by).filter((index) => index < $pos.parentOffset);
  return $pos.start() + Math.max(0, ...before);
}

function forward(doc: Node, pos: number, by: "grapheme" | "word"): number | null {
  const $pos = doc.resolve(pos);
  const { size } = $pos.parent.content;
  if ($pos.parentOffset === size) {
    return $pos.index(0) === doc.childCount - 1 ? null : $pos.after() + 1;
  }
  const after = bounds(lineText($pos.parent), by).filter((index) => index > $pos.parentOffset);
  return $pos.start() + Math.min(size, ...after);
}

/** The column that up and down keep, per view: forgotten when the place is reached otherwise. */
const columns = new WeakMap<EditorView, { readonly pos: number; readonly x: number }>();
const MAX_GAP_PX = 240;
const STEP_PX = 6;

function vertical(view: EditorView, pos: number, direction: "up" | "down"): number | null {
  const { top, bottom, left } = view.coordsAtPos(pos);
  const column = columns.get(view);
  const x = column?.pos === pos ? column.x : left;
  const found = search(view, pos, x, direction === "up" ? top : bottom, direction);
  const next = found ?? otherLine(view.state.doc, pos, direction);
  if (next !== null) columns.set(view, { pos: next, x });
  return next;
}

function search(view: EditorView, pos: number, x: number, edge: number, direction: "up" | "down") {
  const sign = direction === "up" ? -1 : 1;
  const line = view.coordsAtPos(pos);
  for (let gap = STEP_PX; gap < MAX_GAP_PX; gap += STEP_PX) {
    const found = view.posAtCoords({ left: x, top: edge + sign * gap });
    if (!found) return null;
    const next = inLine(view.state.doc, found.pos);
    const { top, bottom } = view.coordsAtPos(next);
    const isBeyond = direction === "up" ? bottom <= line.top + 1 : top >= line.bottom - 1;
    if (next !== pos && isBeyond) return next;
  }
  return null;
}

/** Where nothing is on the screen: the neighbouring line of the text. */
function otherLine(doc: Node, pos: number, direction: "up" | "down"): number | null {
  const $pos = doc.resolve(pos);
  const number = $pos.index(0);
  if (direction === "up") return number === 0 ? null : $pos.before() - 1;
  return number === doc.childCount - 1 ? null : $pos.after() + 1;
}
