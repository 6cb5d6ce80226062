/**
 * Quill Delta values: what a text is (inserts only) and how it changes (retain, insert, delete).
 *
 * Lengths count UTF-16 code units, an embed counts 1. See https://quilljs.com/docs/delta.
 */

/** Formats of a run. Values are scalars in every document Byline writes. */
export type Attributes = Readonly<Record<string, unknown>>;

/** An object with one key, for example `{ divider: true }`; one position long. */
export type Embed = Readonly<Record<string, unknown>>;

export interface InsertOp {
  readonly insert: string | Embed;
  readonly attributes?: Attributes;
}
export interface RetainOp {
  readonly retain: number;
  /** Formats to set; null removes one. */
  readonly attributes?: Attributes;
}
export interface DeleteOp {
  readonly delete: number;
}
export type Op = InsertOp | RetainOp | DeleteOp;
export type Delta = readonly Op[];

export const isInsert = (op: Op): op is InsertOp => "insert" in op;
export const isRetain = (op: Op): op is RetainOp => "retain" in op;
export const isDelete = (op: Op): op is DeleteOp => "delete" in op;

/** Length of an operation in code units. */
export function opLength(op: Op): number {
  if (isRetain(op)) return op.retain;
  if (isDelete(op)) return op.delete;
  return typeof op.insert === "string" ? op.insert.length : 1;
}

/** Length of the text that a delta produces or, for a change, of what it keeps and inserts. */
export function lengthAfter(delta: Delta): number {
  return delta.reduce((sum, op) => sum + (isDelete(op) ? 0 : opLength(op)), 0);
}

export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const left = Object.entries(a);
  const right = b as Record<string, unknown>;
  return (
    left.length === Object.keys(b).length &&
    left.every(([key, value]) => key in b && sameValue(value, right[key]))
  );
}

function sameAttributes(a: Attributes = {}, b: Attributes = {}): boolean {
  return sameValue(a, b);
}

/** What must be set on `before` to get `after`; undefined when nothing. Null stands for removal. */
export function attributeChange(before: Attributes, after: Attributes): Attributes | undefined {
  const change: Record<string, unknown> = {};
  for (const name of Object.keys(before)) if (!(name in after)) change[name] = null;
  for (const [name, value] of Object.entries(after)) {
    if (!sameValue(before[name], value)) change[name] = value;
  }
  return Object.keys(change).length > 0 ? change : undefined;
}

/** `before` with `change` applied: nulls remove. */
export function withChange(before: Attributes, change: Attributes): Attributes {
  const result: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete result[name];
    else result[name] = value;
  }
  return result;
}

function joined(last: Op | undefined, op: Op): Op | null {
  if (last === undefined) return null;
  if (isDelete(last) && isDelete(op)) return { delete: last.delete + op.delete };
  if (isDelete(last) || isDelete(op) || !sameAttributes(last.attributes, op.attributes)) {
    return null;
  }
  const rest = op.attributes ? { attributes: op.attributes } : {};
  if (isRetain(last) && isRetain(op)) return { retain: last.retain + op.retain, ...rest };
  if (!isInsert(last) || !isInsert(op)) return null;
  if (typeof last.insert !== "string" || typeof op.insert !== "string") return null;
  return { insert: last.insert + op.insert, ...rest };
}

/** Builds a delta in its shortest form: equal neighbours joined, inserts before deletes. */
export class DeltaBuilder {
  private readonly ops: Op[] = [];

  push(op: Op): this {
    if (opLength(op) === 0) return this;
    const last = this.ops[this.ops.length - 1];
    if (last && isDelete(last) && isInsert(op)) {
      this.ops.pop();
      this.push(op);
      this.ops.push(last);
      return this;
    }
    const merged = joined(last, op);
    if (merged) this.ops[this.ops.length - 1] = merged;
    else this.ops.push(op);
    return this;
  }

  retain(length: number, attributes?: Attributes): this {
    return this.push(attributes ? { retain: length, attributes } : { retain: length });
  }

  insert(insert: string | Embed, attributes?: Attributes): this {
    const some = attributes && Object.keys(attributes).length > 0;
    return this.push(some ? { insert, attributes } : { insert });
  }

  delete(length: number): this {
    return this.push({ delete: length });
  }

  /** The delta, without a last retain that changes nothing. */
  build(): Delta {
    const last = this.ops[this.ops.length - 1];
    if (last && isRetain(last) && !last.attributes) this.ops.pop();
    return this.ops;
  }
}
