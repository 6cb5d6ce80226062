/** What transactions say about themselves. */
import { PluginKey, type Transaction } from "prosemirror-state";
import type { Step } from "prosemirror-transform";
import type { ClaimSource } from "../model/claims";

/** Where what a transaction inserts comes from. */
export type Claimed =
  | ClaimSource
  /** It is what the transaction deletes, before it inserts it. */
  | "moved"
  /** It is what an earlier transaction deleted, which was {@link noteDeleted}. */
  | { readonly takesBack: Transaction };

const claimKey = new PluginKey<Claimed>("byline-claim");
const noteKey = new PluginKey<boolean>("byline-note-deleted");
const ownStepKey = new PluginKey<boolean>("byline-own-step");
const fromTextKey = new PluginKey<boolean>("byline-from-text");

/** Says where everything that the transaction inserts comes from. */
export const claim = (tr: Transaction, source: Claimed): Transaction =>
  tr.setMeta(claimKey, source);

export const claimOf = (tr: Transaction): Claimed | undefined =>
  tr.getMeta(claimKey) as Claimed | undefined;

/** Has the ids noted that the transaction deletes, for one that takes it back. */
export const noteDeleted = (tr: Transaction): Transaction => tr.setMeta(noteKey, true);

export const isDeletedNoted = (tr: Transaction): boolean => tr.getMeta(noteKey) === true;

/** Makes the transaction an undo step of its own. */
export const asOwnStep = (tr: Transaction): Transaction => tr.setMeta(ownStepKey, true);

/** Marks a transaction that brings the text's state into the editor: it is not written again. */
export const fromText = (tr: Transaction): Transaction =>
  tr.setMeta(fromTextKey, true).setMeta("addToHistory", false);

export const isFromText = (tr: Transaction): boolean => tr.getMeta(fromTextKey) === true;

/** Formats, pastes and placements are undone by themselves, not together with typing. */
export const isOwnStep = (tr: Transaction): boolean =>
  tr.getMeta(ownStepKey) === true || claimOf(tr) !== undefined || tr.steps.some(movesNothing);

/** Whether a step only formats. */
export function movesNothing(step: Step): boolean {
  let moves = false;
  step.getMap().forEach(() => {
    moves = true;
  });
  return !moves;
}
