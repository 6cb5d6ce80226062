/** Large insertions in portions, so that each travels with its claims in one message. */
import {
  type Delta,
  DeltaBuilder,
  type InsertOp,
  isInsert,
  isRetain,
  type Op,
} from "../model/delta";

/**
 * A change as several that do the same one after the other, each inserting at most `max` units.
 * Surrogate pairs are never parted.
 */
export function portions(change: Delta, max: number): Delta[] {
  const result: Delta[] = [];
  let portion = new DeltaBuilder();
  let index = 0;
  let inserted = 0;
  for (const op of change.flatMap((one): Op[] => (isInsert(one) ? shortened(one, max) : [one]))) {
    const length = isInsert(op) ? lengthOf(op) : 0;
    if (inserted > 0 && inserted + length > max) {
      result.push(portion.build());
      portion = new DeltaBuilder().retain(index);
      inserted = 0;
    }
    portion.push(op);
    inserted += length;
    index += isRetain(op) ? op.retain : length;
  }
  result.push(portion.build());
  return result;
}

const lengthOf = ({ insert }: InsertOp) => (typeof insert === "string" ? insert.length : 1);

function shortened(op: InsertOp, max: number): InsertOp[] {
  const { insert } = op;
  if (typeof insert !== "string" || insert.length <= max) return [op];
  const parts: InsertOp[] = [];
  for (let from = 0; from < insert.length; ) {
    const end = from + max;
    const partsPair = /[\ud800-\udbff]/.test(insert[end - 1] ?? "") && end < insert.length;
    const to = partsPair ? end - 1 : end;
    parts.push({ ...op, insert: insert.slice(from, to) });
    from = to;
  }
  return parts;
}
