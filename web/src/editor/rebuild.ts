/** Makes a document equal to another by replacing the lines that differ. */
import { type Node, Slice } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { TextSelection } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import { beforeLine } from "./apply-change";
import { indexToPos, posToIndex } from "./positions";

/** Adds at most one step to `tr`; the caret stays at its place in the text as far as that exists. */
export function rebuild(tr: Transaction, target: Node): Transaction {
  const { doc } = tr;
  const most = Math.min(doc.childCount, target.childCount);
  let first = 0;
  while (first < most && doc.child(first).eq(target.child(first))) first += 1;
  let last = 0;
  while (last < most - first && fromEnd(doc, last).eq(fromEnd(target, last))) last += 1;
  if (first + last === doc.childCount && first + last === target.childCount) return tr;
  const anchor = posToIndex(doc, tr.selection.anchor);
  const head = posToIndex(doc, tr.selection.head);
  const from = beforeLine(target, first);
  const lines = target.slice(from, beforeLine(target, target.childCount - last)).content;
  const to = beforeLine(doc, doc.childCount - last);
  tr.step(new ReplaceStep(from, to, new Slice(lines, 0, 0)));
  return tr.setSelection(
    TextSelection.create(tr.doc, indexToPos(tr.doc, anchor), indexToPos(tr.doc, head)),
  );
}

const fromEnd = (doc: Node, index: number): Node => doc.child(doc.childCount - 1 - index);
