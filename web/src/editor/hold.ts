/**
 * Changes by others that wait until a composition ends.
 *
 * While somebody composes a word with an input method, the browser owns that word. A change by
 * others in the same line would make the page drop or double it. So such changes, and all after
 * them, are held: the editor stays behind the text, and what is typed meanwhile is carried over.
 */
import type { Delta } from "../model/delta";
import { isInsert, isRetain, opLength } from "../model/delta";
import { compose, transform, transformIndex } from "../model/delta-algebra";

export class Hold {
  private held: Delta = [];

  get active(): boolean {
    return this.held.length > 0;
  }

  add(change: Delta): void {
    this.held = compose(this.held, change);
  }

  /** A change made in the editor, rewritten for the text; what is held is rewritten for the editor. */
  carryOver(local: Delta): Delta {
    if (!this.active) return local;
    const carried = transform(this.held, local, false);
    this.held = transform(local, this.held, true);
    return carried;
  }

  /** Where a model index of the editor is in the text. */
  indexInText(index: number): number {
    return transformIndex(this.held, index);
  }

  /** Everything held, to be applied now. */
  release(): Delta {
    const held = this.held;
    this.held = [];
    return held;
  }
}

/** Whether a change inserts, deletes or formats anything from `from` to `to`, both included. */
export function touches(change: Delta, from: number, to: number): boolean {
  let index = 0;
  for (const op of change) {
    const length = opLength(op);
    const end = isInsert(op) ? index : index + length;
    if (!(isRetain(op) && !op.attributes) && index <= to && end >= from) return true;
    index = end;
    if (index > to) return false;
  }
  return false;
}
