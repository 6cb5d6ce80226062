/** Putting lines of text at a place: what pasting and placing share. */
import { Fragment, type Node, Slice } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import { PLAIN_LINE, sameLineFormat } from "../model/formats";
import { setLineFormat } from "./apply-change";
import { createLine, formatOf } from "./schema";

export interface Inserted {
  readonly from: number;
  readonly to: number;
}

/**
 * Replaces a range by lines. The text before the range stays in a line of its own format, the
 * text behind it too; a line that had no text takes the format of what comes into it.
 *
 * @param lines at least one line node.
 * @param keepFormats whether lines that have no text keep their format all the same, and new
 *   lines take the format of the line they come from.
 * @returns the range inserted, in the new document.
 */
export function insertLines(
  tr: Transaction,
  from: number,
  to: number,
  lines: readonly Node[],
  keepFormats: boolean,
): Inserted {
  if (from < to) deleteBetween(tr, from, to);
  const start = inLine(tr.doc, from);
  const $at = tr.doc.resolve(start);
  const line = $at.index(0);
  const target = formatOf($at.parent);
  const emptyBefore = $at.parentOffset === 0;
  const emptyAfter = $at.parentOffset === $at.parent.content.size;
  const first = lines[0] as Node;
  const last = lines[lines.length - 1] as Node;
  const slice = sliceOf(
    keepFormats ? lines.map((one) => createLine(target, [...one.children])) : lines,
  );
  tr.step(new ReplaceStep(start, start, slice));
  if (!keepFormats) {
    const taken = emptyBefore && (lines.length > 1 || emptyAfter) && !isPlain(first);
    setLineFormat(tr, line, taken ? formatOf(first) : target);
  }
  if (!keepFormats && lines.length > 1 && !emptyAfter) {
    setLineFormat(tr, line + lines.length - 1, target);
  }
  const size = lines.reduce((sum, one) => sum + one.nodeSize, 0) - 2;
  return { from: start, to: start + (lines.length > 1 ? size : last.content.size) };
}

const isPlain = (line: Node) => sameLineFormat(formatOf(line), PLAIN_LINE);

function sliceOf(lines: readonly Node[]): Slice {
  const [only] = lines;
  if (lines.length === 1 && only) return new Slice(only.content, 0, 0);
  return new Slice(Fragment.from([...lines]), 1, 1);
}

/** Deletes between two places; the first line keeps its format, unless nothing of it is left. */
export function deleteBetween(tr: Transaction, from: number, to: number): void {
  const $from = tr.doc.resolve(inLine(tr.doc, from));
  const $to = tr.doc.resolve(inLine(tr.doc, to));
  if ($from.pos >= $to.pos) return;
  const survivor = formatOf($to.parent);
  const line = $from.index(0);
  const takesOver = $from.parentOffset === 0 && $to.parentOffset < $to.parent.content.size;
  tr.step(new ReplaceStep($from.pos, $to.pos, Slice.empty));
  if (takesOver && line !== $to.index(0)) setLineFormat(tr, line, survivor);
}

/**
 * The place itself if it is inside a line, else the start of the next line or the end of the
 * last. Never between the two halves of a surrogate pair.
 */
export function inLine(doc: Node, pos: number): number {
  const inside = Math.max(0, Math.min(pos, doc.content.size));
  const $pos = doc.resolve(inside);
  if ($pos.depth === 0) return inside === doc.content.size ? inside - 1 : inside + 1;
  const next = $pos.nodeAfter?.text ?? "";
  return $pos.textOffset > 0 && /^[\udc00-\udfff]/.test(next) ? inside - 1 : inside;
}
