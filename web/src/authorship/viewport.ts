/** Which part of a long document is on the screen. */
import type { EditorView } from "prosemirror-view";

/** Lines from `from` up to and without `to`. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** Lines shown where nothing is laid out (a hidden editor, a test). */
const WITHOUT_LAYOUT = 200;

/** The lines within the window and `margin` window heights above and below it. */
export function visibleLines(view: EditorView, margin: number): LineRange {
  const count = view.state.doc.childCount;
  const box = view.dom.getBoundingClientRect();
  const height = window.innerHeight;
  if (box.height === 0) return { from: 0, to: Math.min(count, WITHOUT_LAYOUT) };
  const starts = lineStarts(view);
  const first = firstLine(count, (line) => edges(view, starts[line]).bottom >= -margin * height);
  const behind = firstLine(count, (line) => edges(view, starts[line]).top > (1 + margin) * height);
  return { from: first, to: Math.max(first, behind) };
}

/** Whether `outer` holds all of `inner`. */
export function covers(outer: LineRange | null, inner: LineRange): boolean {
  return outer !== null && outer.from <= inner.from && inner.to <= outer.to;
}

function lineStarts(view: EditorView): number[] {
  const starts: number[] = [];
  view.state.doc.forEach((_line, offset) => {
    starts.push(offset);
  });
  return starts;
}

function edges(view: EditorView, pos: number | undefined): { top: number; bottom: number } {
  const dom = pos === undefined ? null : view.nodeDOM(pos);
  return dom instanceof Element ? dom.getBoundingClientRect() : { top: 0, bottom: 0 };
}

/** The first of `count` lines for which `isPast` holds, which it then does for all behind it. */
function firstLine(count: number, isPast: (line: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isPast(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
