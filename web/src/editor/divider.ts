/** Dividers: an embed that has a line to itself. */
import { Fragment, type Node, Slice } from "prosemirror-model";
import { type Command, Plugin, TextSelection, type Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import { PLAIN_LINE } from "../model/formats";
import { setLineFormat } from "./apply-change";
import { deleteBetween } from "./insert-lines";
import { createLine, inlineNode, isDividerLine } from "./schema";

const dividerLine = () => createLine(PLAIN_LINE, [inlineNode({ divider: true }, undefined)]);

/** Puts a divider below the line of the caret (in its place when it is empty), caret behind it. */
export function putDivider(tr: Transaction): Transaction {
  deleteBetween(tr, tr.selection.from, tr.selection.to);
  const { $from } = tr.selection;
  const number = $from.index(0);
  if ($from.parent.content.size === 0) {
    tr.step(insertion($from.before(), [dividerLine()]));
    setLineFormat(tr, number + 1, PLAIN_LINE);
    return tr;
  }
  const after = $from.after();
  const isLast = number === tr.doc.childCount - 1;
  tr.step(insertion(after, isLast ? [dividerLine(), createLine(PLAIN_LINE)] : [dividerLine()]));
  return tr.setSelection(TextSelection.create(tr.doc, after + 4));
}

const insertion = (pos: number, lines: Node[]) =>
  new ReplaceStep(pos, pos, new Slice(Fragment.from(lines), 0, 0));

export const insertDivider: Command = (state, dispatch) => {
  dispatch?.(putDivider(state.tr).scrollIntoView());
  return true;
};

/** What is typed beside a divider goes into a line of its own. */
export function dividerPlugin(): Plugin {
  return new Plugin({
    props: {
      handleTextInput(view, from, to, text) {
        const $from = view.state.doc.resolve(from);
        if (from !== to || $from.depth === 0 || !isDividerLine($from.parent)) return false;
        const pos = $from.parentOffset === 0 ? $from.before() : $from.after();
        const line = createLine(PLAIN_LINE, [inlineNode(text, undefined)]);
        const { tr } = view.state;
        tr.step(insertion(pos, [line]));
        tr.setSelection(TextSelection.create(tr.doc, pos + 1 + text.length));
        view.dispatch(tr.scrollIntoView());
        return true;
      },
    },
  });
}
