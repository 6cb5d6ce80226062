/** Writes what was done in the editor into the text. */
import type { Transaction } from "prosemirror-state";
import * as Y from "yjs";
import { claimsFor } from "../model/claims";
import { type Delta, isDelete, isInsert } from "../model/delta";
import { canLackFinalEnd, endsInLineEnd, toModelChange, toTextChange } from "./final-end";
import type { Hold } from "./hold";
import { insertedRuns } from "./ids";
import { localChanges } from "./local-change";
import { claimOf } from "./meta";

const FINAL_END = Symbol("final line end");

/** One text, what is known of its end, and the way into it. */
export class TextWriter {
  private hasFinalEnd = false;
  private length = 0;

  /** @param origin the origin of the Yjs transactions of what is written. */
  constructor(
    private readonly doc: Y.Doc,
    readonly text: Y.Text,
    private readonly hold: Hold,
    private readonly origin: object,
  ) {
    this.measure();
  }

  /** Whether a Yjs transaction is one of ours: the editor shows what it did already. */
  isOwn(transaction: Y.Transaction): boolean {
    return transaction.origin === this.origin || transaction.origin === FINAL_END;
  }

  /** Notes how the text is now. */
  measure(): void {
    this.hasFinalEnd = endsInLineEnd(this.text);
    this.length = this.text.length;
  }

  /** A change that others made to the text, as change of the model. */
  modelChange(change: Delta): Delta {
    const { hasFinalEnd, length } = this;
    this.measure();
    return toModelChange(change, length, hasFinalEnd, this.hasFinalEnd);
  }

  /** Writes transactions of the editor, with their claims, in one Yjs transaction. */
  write(batch: readonly Transaction[]): void {
    const after = batch[batch.length - 1]?.doc;
    const mayLackEnd = after !== undefined && !this.hold.active && canLackFinalEnd(after);
    if (!this.hasFinalEnd && !mayLackEnd) this.addFinalEnd();
    this.doc.transact(() => {
      for (const tr of batch) this.writeOne(tr);
    }, this.origin);
    this.measure();
  }

  /** Adds the last `\n`, which the editor shows already; it is no step to undo. */
  private addFinalEnd(): void {
    this.doc.transact(() => this.text.insert(this.text.length, "\n", {}), FINAL_END);
    this.hasFinalEnd = true;
  }

  private writeOne(tr: Transaction): void {
    const { doc, text } = this;
    const source = claimOf(tr);
    const clock = Y.getState(doc.store, doc.clientID);
    for (const change of localChanges(tr, source === undefined)) {
      const carried = this.hold.carryOver(change);
      text.applyDelta(copied(this.hasFinalEnd ? carried : toTextChange(carried, text.length)));
    }
    if (!source) return;
    const claims = claimsFor(source, insertedRuns(text, doc.clientID, clock));
    if (claims.length > 0) doc.getArray("lineage").push(claims);
  }
}

/** Yjs writes into the operations it is given. Attributes are always explicit: none are inherited. */
function copied(change: Delta): object[] {
  return change.map((op) => {
    if (isDelete(op)) return { delete: op.delete };
    return isInsert(op) ? { insert: op.insert, attributes: { ...op.attributes } } : { ...op };
  });
}
