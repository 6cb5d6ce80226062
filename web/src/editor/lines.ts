/** The lines of a selection and their formats. */
import type { Node } from "prosemirror-model";
import type { Command, EditorState, Transaction } from "prosemirror-state";
import { type LineFormat, type ListKind, MAX_INDENT, PLAIN_LINE } from "../model/formats";
import { setLineFormat } from "./apply-change";
import { formatOf } from "./schema";

export interface SelectedLine {
  readonly number: number;
  readonly node: Node;
  /** ProseMirror position before the line. */
  readonly before: number;
}

/** The lines that a selection touches; one that ends at a line's start does not touch that line. */
export function selectedLines({ doc, selection }: EditorState): SelectedLine[] {
  const { $from, $to } = selection;
  const first = $from.index(0);
  const touchesLast = $to.depth > 0 && ($to.parentOffset > 0 || selection.empty);
  const last = Math.max(first, $to.index(0) - (touchesLast ? 0 : 1));
  const lines: SelectedLine[] = [];
  doc.forEach((node, before, number) => {
    if (number >= first && number <= last) lines.push({ number, node, before });
  });
  return lines;
}

/** A command that gives every selected line the format `change` makes of its own. */
function formatLines(change: (format: LineFormat) => LineFormat): Command {
  return (state, dispatch) => {
    if (dispatch) {
      const { tr } = state;
      for (const { number, node } of selectedLines(state)) {
        setLineFormat(tr, number, change(formatOf(node)));
      }
      dispatch(keepStoredMarks(tr, state));
    }
    return true;
  };
}

export function keepStoredMarks(tr: Transaction, state: EditorState): Transaction {
  return state.storedMarks ? tr.setStoredMarks(state.storedMarks) : tr;
}

/** A line's format without what makes it a heading, list item, quote or code. */
export function plainFormat(format: LineFormat): LineFormat {
  return { ...PLAIN_LINE, align: format.align, direction: format.direction, extra: format.extra };
}

const every = (state: EditorState, test: (format: LineFormat) => boolean) =>
  selectedLines(state).every(({ node }) => test(formatOf(node)));

/** On for all lines, or off where all have it. */
function toggle(
  has: (format: LineFormat) => boolean,
  give: (format: LineFormat) => LineFormat,
): Command {
  return (state, dispatch) => formatLines(every(state, has) ? plainFormat : give)(state, dispatch);
}

export const toggleHeader = (header: 1 | 2 | 3): Command =>
  toggle(
    (format) => format.header === header,
    (format) => ({ ...plainFormat(format), header }),
  );

export const toggleQuote: Command = toggle(
  (format) => format.blockquote,
  (format) => ({ ...plainFormat(format), blockquote: true }),
);

export const toggleCodeBlock: Command = toggle(
  (format) => format.codeBlock !== null,
  (format) => ({ ...plainFormat(format), codeBlock: true }),
);

const isCheck = (list: ListKind | null) => list === "checked" || list === "unchecked";

export const toggleList = (list: "bullet" | "ordered" | "unchecked"): Command =>
  toggle(
    (format) => format.list === list || (isCheck(format.list) && isCheck(list)),
    (format) => ({ ...plainFormat(format), list, indent: format.list ? format.indent : 0 }),
  );

export const makePlain: Command = formatLines(plainFormat);

/** Ticks or unticks check list items; does nothing elsewhere. */
export const toggleChecked: Command = (state, dispatch) => {
  if (!selectedLines(state).some(({ node }) => isCheck(formatOf(node).list))) return false;
  const list = every(state, (format) => format.list !== "unchecked") ? "unchecked" : "checked";
  return formatLines((format) => (isCheck(format.list) ? { ...format, list } : format))(
    state,
    dispatch,
  );
};

/** Moves list items and indented lines by one level; in other lines it does nothing. */
export function indentLines(by: 1 | -1): Command {
  return (state, dispatch) => {
    const movable = ({ list, indent }: LineFormat) => list !== null || indent > 0;
    if (!selectedLines(state).some(({ node }) => movable(formatOf(node)))) return false;
    return formatLines((format) =>
      movable(format)
        ? { ...format, indent: Math.max(0, Math.min(MAX_INDENT, format.indent + by)) }
        : format,
    )(state, dispatch);
  };
}
