/** Enter: one `\n` more, or the end of a list, quote or code block. */
import { Fragment, Slice } from "prosemirror-model";
import type { Command, Transaction } from "prosemirror-state";
import { TextSelection } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import { type LineFormat, PLAIN_LINE } from "../model/formats";
import { setLineFormat } from "./apply-change";
import { deleteBetween } from "./insert-lines";
import { plainFormat } from "./lines";
import { createLine, formatOf, isDividerLine } from "./schema";

const isBlock = ({ list, blockquote, codeBlock, header, indent }: LineFormat) =>
  list !== null || blockquote || codeBlock !== null || header !== null || indent > 0;

/** Formats of the two lines that splitting makes. */
function splitFormats(format: LineFormat, atStart: boolean, atEnd: boolean) {
  if (format.header !== null && (atEnd || atStart)) {
    return atEnd
      ? { first: format, second: plainFormat(format) }
      : { first: plainFormat(format), second: format };
  }
  if (format.list !== "checked") return { first: format, second: format };
  const fresh: LineFormat = { ...format, list: "unchecked" };
  return atStart ? { first: fresh, second: format } : { first: format, second: fresh };
}

/** Splits the line at the caret; the selection goes first. */
function splitLine(tr: Transaction): Transaction {
  const { from, to } = tr.selection;
  deleteBetween(tr, from, to);
  const $at = tr.selection.$from;
  const format = formatOf($at.parent);
  const atEnd = $at.parentOffset === $at.parent.content.size;
  const { first, second } = splitFormats(format, $at.parentOffset === 0, atEnd);
  const line = $at.index(0);
  const slice = new Slice(Fragment.from([createLine(first), createLine(format)]), 1, 1);
  const keepMarks = tr.storedMarks ?? ($at.parentOffset > 0 ? $at.marks() : null);
  tr.step(new ReplaceStep($at.pos, $at.pos, slice));
  setLineFormat(tr, line, first);
  setLineFormat(tr, line + 1, second);
  tr.setSelection(TextSelection.create(tr.doc, $at.pos + 2));
  return keepMarks && second.header === first.header ? tr.setStoredMarks(keepMarks) : tr;
}

/** Enter in an empty list item, quote, heading or last code line makes the line plain instead. */
const leaveBlock: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.depth === 0 || $from.parent.content.size > 0) return false;
  const format = formatOf($from.parent);
  if (!isBlock(format)) return false;
  const next = state.doc.maybeChild($from.index(0) + 1);
  if (format.codeBlock !== null && next && formatOf(next).codeBlock !== null) return false;
  const left =
    format.list !== null && format.indent > 0
      ? { ...format, indent: format.indent - 1 }
      : plainFormat(format);
  dispatch?.(setLine(state.tr, $from.index(0), left).scrollIntoView());
  return true;
};

function setLine(tr: Transaction, line: number, format: LineFormat): Transaction {
  setLineFormat(tr, line, format);
  return tr;
}

/** Enter beside a divider makes a plain line. */
const leaveDivider: Command = (state, dispatch) => {
  const { $from } = state.selection;
  if ($from.depth === 0 || !isDividerLine($from.parent)) return false;
  const behind = $from.parentOffset > 0 || !state.selection.empty;
  const line = $from.index(0) + (behind ? 1 : 0);
  const pos = behind ? $from.after() : $from.before();
  const { tr } = state;
  tr.step(new ReplaceStep(pos, pos, new Slice(Fragment.from(createLine(PLAIN_LINE)), 0, 0)));
  setLineFormat(tr, line, PLAIN_LINE);
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, pos + 1)).scrollIntoView());
  return true;
};

export const enter: Command = (state, dispatch) => {
  if (leaveBlock(state, dispatch) || leaveDivider(state, dispatch)) return true;
  dispatch?.(splitLine(state.tr).scrollIntoView());
  return true;
};
