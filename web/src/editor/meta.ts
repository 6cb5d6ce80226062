/** What transactions say about themselves. */
import { PluginKey, type Transaction } from "prosemirror-state";
import type { Step } from "prosemirror-transform";
import type { ClaimSource } from "../model/claims";

const claimKey = new PluginKey<ClaimSource>("byline-claim");
const ownStepKey = new PluginKey<boolean>("byline-own-step");
const fromTextKey = new PluginKey<boolean>("byline-from-text");

/** Says where everything that the transaction inserts comes from. */
export const claim = (tr: Transaction, source: ClaimSource): Transaction =>
  tr.setMeta(claimKey, source);

export const claimOf = (tr: Transaction): ClaimSource | undefined =>
  tr.getMeta(claimKey) as ClaimSource | undefined;

/** Makes the transaction an undo step of its own. */
export const asOwnStep = (tr: Transaction): Transaction => tr.setMeta(ownStepKey, true);

/** Marks a transaction that brings the text's state into the editor: it is not written again. */
export const fromText = (tr: Transaction): Transaction =>
  tr.setMeta(fromTextKey, true).setMeta("addToHistory", false);

export const isFromText = (tr: Transaction): boolean => tr.getMeta(fromTextKey) === true;

/** Formats, pastes and placements are undone by themselves, not together with typing. */
export const isOwnStep = (tr: Transaction): boolean =>
  tr.getMeta(ownStepKey) === true || claimOf(tr) !== undefined || tr.steps.some(movesNothing);

function movesNothing(step: Step): boolean {
  let moves = false;
  step.getMap().forEach(() => {
    moves = true;
  });
  return !moves;
}
