/** Composition and transformation of deltas, as Quill Delta defines them. */
import {
  type Attributes,
  type Delta,
  DeltaBuilder,
  isDelete,
  isInsert,
  isRetain,
  type Op,
  opLength,
  type RetainOp,
  withChange,
} from "./delta";

const NOTHING: Attributes = {};

/** Reads a delta in pieces of any length; past its end it retains for ever. */
class Pieces {
  private index = 0;
  private offset = 0;

  constructor(private readonly delta: Delta) {}

  get done(): boolean {
    return this.index >= this.delta.length;
  }

  get next(): Op | undefined {
    return this.delta[this.index];
  }

  get left(): number {
    const op = this.next;
    return op ? opLength(op) - this.offset : Number.POSITIVE_INFINITY;
  }

  take(length: number): Op {
    const op = this.next;
    if (!op) return { retain: length };
    const offset = this.offset;
    if (length >= this.left) {
      this.index += 1;
      this.offset = 0;
    } else this.offset += length;
    return piece(op, offset, length);
  }
}

function piece(op: Op, offset: number, length: number): Op {
  const size = Math.min(length, opLength(op) - offset);
  if (isDelete(op)) return { delete: size };
  if (isRetain(op)) return { ...op, retain: size };
  if (typeof op.insert !== "string") return op;
  return { ...op, insert: op.insert.slice(offset, offset + size) };
}

function composeFormats(a: Op, b: RetainOp): Op {
  if (!b.attributes || isDelete(a)) return a;
  const merged = isInsert(a)
    ? withChange(a.attributes ?? NOTHING, b.attributes)
    : { ...a.attributes, ...b.attributes };
  if (Object.keys(merged).length > 0) return { ...a, attributes: merged };
  return isInsert(a) ? { insert: a.insert } : { retain: a.retain };
}

/** One change with the effect of `first` and then `second`. */
export function compose(first: Delta, second: Delta): Delta {
  const a = new Pieces(first);
  const b = new Pieces(second);
  const result = new DeltaBuilder();
  while (!a.done || !b.done) {
    if (b.next && isInsert(b.next)) result.push(b.take(b.left));
    else if (a.next && isDelete(a.next)) result.push(a.take(a.left));
    else {
      const length = Math.min(a.left, b.left);
      const opA = a.take(length);
      const opB = b.take(length);
      if (isRetain(opB)) result.push(composeFormats(opA, opB));
      else if (isRetain(opA)) result.push(opB);
    }
  }
  return result.build();
}

function transformFormats(first: Op, second: RetainOp, firstWins: boolean): RetainOp {
  if (!firstWins || !second.attributes || !isRetain(first) || !first.attributes) return second;
  const taken = first.attributes;
  const left = Object.entries(second.attributes).filter(([name]) => !(name in taken));
  return left.length > 0
    ? { retain: second.retain, attributes: Object.fromEntries(left) }
    : { retain: second.retain };
}

/**
 * `second` rewritten so that it applies after `first`; both were made on the same text.
 *
 * @param firstWins at the same place `first` inserts before `second`, and its formats stay.
 */
export function transform(first: Delta, second: Delta, firstWins: boolean): Delta {
  const a = new Pieces(first);
  const b = new Pieces(second);
  const result = new DeltaBuilder();
  while (!a.done || !b.done) {
    const bInserts = b.next !== undefined && isInsert(b.next);
    if (a.next && isInsert(a.next) && (firstWins || !bInserts)) {
      result.retain(opLength(a.take(a.left)));
    } else if (bInserts) result.push(b.take(b.left));
    else transformPiece(result, a, b, firstWins);
  }
  return result.build();
}

function transformPiece(result: DeltaBuilder, a: Pieces, b: Pieces, firstWins: boolean): void {
  const length = Math.min(a.left, b.left);
  const first = a.take(length);
  const second = b.take(length);
  if (isDelete(first)) return;
  result.push(isRetain(second) ? transformFormats(first, second, firstWins) : second);
}

/** Where `index` is after `delta`; text inserted exactly there comes behind it. */
export function transformIndex(delta: Delta, index: number): number {
  let before = 0;
  let result = index;
  for (const op of delta) {
    if (isInsert(op)) {
      if (before < result) {
        result += opLength(op);
        before += opLength(op);
      } else break;
    } else if (isDelete(op)) result -= Math.min(op.delete, Math.max(0, result - before));
    else before += op.retain;
    if (before > result) break;
  }
  return result;
}
