/** Writes what was done in the editor into the text. */
import type { Transaction } from "prosemirror-state";
import * as Y from "yjs";
import {
  type ClaimSource,
  claimsFor,
  cutPieces,
  fromRuns,
  type Piece,
  piecesOf,
} from "../model/claims";
import { type Delta, isDelete, isInsert, opLength } from "../model/delta";
import { type TextRun, textOfRuns } from "../model/ids";
import { canLackFinalEnd, endsInLineEnd, toModelChange, toTextChange } from "./final-end";
import type { Hold } from "./hold";
import { insertedRuns, textRunsBetween } from "./ids";
import { pushClaims } from "./lineage";
import { localChanges } from "./local-change";
import { type Claimed, claimOf, isDeletedNoted } from "./meta";
import { portions } from "./portions";

const FINAL_END = Symbol("final line end");

/** One text, what is known of its end, and the way into it. */
export class TextWriter {
  private hasFinalEnd = false;
  private length = 0;
  private readonly deletedBy = new WeakMap<Transaction, readonly TextRun[][]>();

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
    const claimed = claimOf(tr);
    const changes = localChanges(tr, claimed === undefined);
    const deleted: TextRun[][] = [];
    let pieces: Piece[] | null = null;
    for (const change of changes) {
      const carried = this.hold.carryOver(change);
      const fitting = this.hasFinalEnd ? carried : toTextChange(carried, this.text.length);
      if (claimed === "moved" || isDeletedNoted(tr)) deleted.push(deletedRuns(this.text, fitting));
      if (claimed && insertedText([change]) !== "") {
        pieces ??= piecesOf(this.sourceOf(claimed, deleted), insertedText(changes));
        pieces = this.insertClaimed(fitting, pieces);
      } else this.text.applyDelta(copied(fitting));
    }
    if (isDeletedNoted(tr)) this.deletedBy.set(tr, deleted);
  }

  private sourceOf(claimed: Claimed, deleted: readonly TextRun[][]): ClaimSource {
    if (claimed === "moved") return fromRuns(deleted.flat());
    if (!("takesBack" in claimed)) return claimed;
    // Steps are taken back last first.
    return fromRuns([...(this.deletedBy.get(claimed.takesBack) ?? [])].reverse().flat());
  }

  /**
   * Applies a change and claims what it inserts.
   *
   * @param pieces the sources of what it inserts, and of more.
   * @returns the sources of what is left to insert.
   */
  private insertClaimed(change: Delta, pieces: readonly Piece[]): Piece[] {
    const { doc, text } = this;
    let done = 0;
    for (const portion of portions(change, unitsAtOnce(pieces))) {
      const clock = Y.getState(doc.store, doc.clientID);
      text.applyDelta(copied(portion));
      const runs = insertedRuns(text, doc.clientID, clock);
      const end = done + textOfRuns(runs).length;
      pushClaims(doc, claimsFor(cutPieces(pieces, done, end), runs));
      done = end;
    }
    return cutPieces(pieces, done, Number.POSITIVE_INFINITY);
  }
}

/** So many units that they and their claims are small enough for one message. */
const unitsAtOnce = (pieces: readonly Piece[]) => (pieces.length > 2000 ? 4096 : 60_000);

function insertedText(changes: readonly Delta[]): string {
  const inserts = changes.flat().filter(isInsert);
  return inserts.map(({ insert }) => (typeof insert === "string" ? insert : "\ufffc")).join("");
}

/** What a change, not yet applied, deletes. */
function deletedRuns(text: Y.Text, change: Delta): TextRun[] {
  const runs: TextRun[] = [];
  let index = 0;
  for (const op of change) {
    if (isDelete(op)) runs.push(...textRunsBetween(text, index, index + op.delete));
    if (!isInsert(op)) index += opLength(op);
  }
  return runs;
}

/** Yjs writes into the operations it is given. Attributes are always explicit: none are inherited. */
function copied(change: Delta): object[] {
  return change.map((op) => {
    if (isDelete(op)) return { delete: op.delete };
    return isInsert(op) ? { insert: op.insert, attributes: { ...op.attributes } } : { ...op };
  });
}
