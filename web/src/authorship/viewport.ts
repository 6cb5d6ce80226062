/** Which part of a long document is on the screen. */
import type { EditorView } from "prosemirror-view";
import { LineIndex } from "./line-index";
import type { Range } from "./ranges";

/** Lines shown where nothing is laid out (a hidden editor, a test). */
const WITHOUT_LAYOUT = 200;

/** The lines within the window and `margin` window heights above and below it. */
export function visibleLines(view: EditorView, margin: number): Range {
  const lines = LineIndex.of(view.state.doc);
  const { count } = lines;
  const height = window.innerHeight;
  if (view.dom.getBoundingClientRect().height === 0) {
    return { from: 0, to: Math.min(count, WITHOUT_LAYOUT) };
  }
  const first = firstLine(0, count, (at) => boxOf(view, lines, at).bottom >= -margin * height);
  const isBelow = (at: number) => boxOf(view, lines, at).top > (1 + margin) * height;
  return { from: first, to: firstLine(first, count, isBelow) };
}

const NO_BOX = { top: 0, bottom: 0 };

function boxOf(view: EditorView, lines: LineIndex, at: number): { top: number; bottom: number } {
  const { children } = view.dom;
  // One element for each line, as a rule; asking the editor for it takes longer in a long document.
  const element = children.length === lines.count ? children[at] : view.nodeDOM(lines.posOf(at));
  return element instanceof Element ? element.getBoundingClientRect() : NO_BOX;
}

/** The first line from `low` on for which `isPast` holds, which it then does for all behind it. */
function firstLine(low: number, high: number, isPast: (line: number) => boolean): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isPast(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
