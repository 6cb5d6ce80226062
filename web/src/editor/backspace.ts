/** Backspace and Delete at the edges of a line. Everything else is the browser's. */
import { type Command, NodeSelection, type Transaction } from "prosemirror-state";
import { sameLineFormat } from "../model/formats";
import { setLineFormat } from "./apply-change";
import { deleteBetween } from "./insert-lines";
import { keepStoredMarks, plainFormat } from "./lines";
import { formatOf, isDividerLine } from "./schema";

/** Deletes what is selected; the first line keeps its format. */
export const deleteSelected: Command = (state, dispatch) => {
  const { selection } = state;
  if (selection.empty) return false;
  if (selection instanceof NodeSelection) {
    dispatch?.(state.tr.deleteSelection().scrollIntoView());
    return true;
  }
  if (dispatch) {
    const { tr } = state;
    deleteBetween(tr, selection.from, selection.to);
    dispatch(tr.scrollIntoView());
  }
  return true;
};

/** At the start of a line: first its format goes, then the `\n` before it. */
export const backspaceAtStart: Command = (state, dispatch, view) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.depth === 0 || $from.parentOffset > 0) return false;
  if (view && $from.parent.content.size > 0 && !view.endOfTextblock("backward", state))
    return false;
  const format = formatOf($from.parent);
  const plain = plainFormat(format);
  const line = $from.index(0);
  if (!sameLineFormat(format, plain)) {
    const { tr } = state;
    setLineFormat(tr, line, plain);
    dispatch?.(keepStoredMarks(tr, state).scrollIntoView());
    return true;
  }
  if (line === 0) return true;
  dispatch?.(joinAt(state.tr, $from.before()).scrollIntoView());
  return true;
};

/** At the end of a line: the `\n` goes that ends it. */
export const deleteAtEnd: Command = (state, dispatch, view) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.depth === 0 || $from.parentOffset < $from.parent.content.size) return false;
  if (view && $from.parent.content.size > 0 && !view.endOfTextblock("forward", state)) return false;
  if ($from.index(0) === state.doc.childCount - 1) return true;
  dispatch?.(joinAt(state.tr, $from.after()).scrollIntoView());
  return true;
};

/** Joins the two lines around a boundary. A divider's line, or an empty one, goes as a whole. */
function joinAt(tr: Transaction, boundary: number): Transaction {
  const $at = tr.doc.resolve(boundary);
  const before = $at.nodeBefore;
  const after = $at.nodeAfter;
  if (!before || !after) return tr;
  if (before.content.size === 0 || (isDividerLine(before) && after.content.size > 0)) {
    return tr.delete(boundary - before.nodeSize, boundary);
  }
  if (isDividerLine(after) && before.content.size > 0) {
    return tr.delete(boundary, boundary + after.nodeSize);
  }
  deleteBetween(tr, boundary - 1, boundary + 1);
  return tr;
}
