/**
 * The last `\n`. The model always has it; a text written by others may lack it, and then the
 * editor shows the last line all the same.
 */
import type { Node } from "prosemirror-model";
import * as Y from "yjs";
import { type Delta, DeltaBuilder, isInsert, type Op, opLength } from "../model/delta";
import { PLAIN_LINE, sameLineFormat } from "../model/formats";
import { formatOf } from "./schema";

/** Whether the text ends in `\n`. */
export function endsInLineEnd(text: Y.Text): boolean {
  let last: Y.Item | null = null;
  for (let item = text._start; item !== null; item = item.right) {
    if (!item.deleted && item.countable) last = item;
  }
  return last?.content instanceof Y.ContentString && last.content.str.endsWith("\n");
}

/** Whether a text without final `\n` can stand for this document. */
export function canLackFinalEnd(doc: Node): boolean {
  const last = doc.lastChild;
  if (!last || !sameLineFormat(formatOf(last), PLAIN_LINE)) return false;
  return last.content.size > 0 || doc.childCount === 1;
}

/**
 * A change of the text as a change of the model.
 *
 * @param length of the text before.
 */
export function toModelChange(change: Delta, length: number, had: boolean, has: boolean): Delta {
  if (had === has) return change;
  const result = new DeltaBuilder();
  let index = 0;
  for (const op of change) {
    result.push(op);
    if (!isInsert(op)) index += opLength(op);
  }
  result.retain(length - index);
  if (had) result.insert("\n");
  else result.delete(1);
  return result.build();
}

/** A change of the model as a change of a text that lacks the final `\n`: that one is left out. */
export function toTextChange(change: Delta, length: number): Delta {
  const result = new DeltaBuilder();
  let index = 0;
  for (const op of change) {
    const kept = isInsert(op) ? op : shortened(op, length - index);
    result.push(kept);
    if (!isInsert(op)) index += opLength(op);
  }
  return result.build();
}

function shortened(op: Op, most: number): Op {
  if (isInsert(op)) return op;
  if ("delete" in op) return { delete: Math.max(0, Math.min(op.delete, most)) };
  return { ...op, retain: Math.max(0, Math.min(op.retain, most)) };
}
