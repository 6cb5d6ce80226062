/**
 * The write door: the only way in for text that nobody typed or pasted.
 *
 * Law 1: only the modules that carry out a person's act of placing a suggestion or of restoring
 * a version may import this file; .dependency-cruiser.cjs checks it.
 */
import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { ClaimSource, Piece } from "../model/claims";
import type { Delta } from "../model/delta";
import { applyChange } from "./apply-change";
import { linesFromText } from "./clipboard/text";
import { type Inserted, inLine, insertLines } from "./insert-lines";
import { claim } from "./meta";

/** Where to place: at a position, or in the place of a range. ProseMirror positions. */
export type PlaceTarget = { readonly at: number } | { readonly from: number; readonly to: number };

/**
 * Places text: one undo step, without inline formats, in the format of the line it comes into. The
 * caret goes behind it and the editor gets the focus.
 *
 * @param text exactly as it stands where it comes from; `\n` makes lines.
 * @param pieces the sources of all its units: a suggestion, or characters that were here before.
 * @returns the placed range, or null when the person may not write here.
 */
export function placeText(
  view: EditorView,
  target: PlaceTarget,
  text: string,
  pieces: readonly Piece[],
): Inserted | null {
  if (!view.editable || text === "") return null;
  const { tr } = view.state;
  const from = inLine(tr.doc, "at" in target ? target.at : target.from);
  const to = "at" in target ? from : inLine(tr.doc, target.to);
  const placed = insertLines(tr, from, to, linesFromText(text), true);
  tr.setSelection(TextSelection.create(tr.doc, placed.to));
  tr.setStoredMarks([]);
  view.dispatch(claim(tr, { text, pieces, rest: null }).scrollIntoView());
  view.focus();
  return placed;
}

/**
 * Brings back what the document was: one undo step.
 *
 * @param change of the model; before and after it the text ends in `\n`.
 * @param source where all that it inserts comes from: characters that were here before.
 * @returns whether that changed anything; not where the person may not write.
 */
export function restoreText(view: EditorView, change: Delta, source: ClaimSource): boolean {
  if (!view.editable) return false;
  const { tr } = view.state;
  applyChange(tr, change);
  if (!tr.docChanged) return false;
  view.dispatch(claim(tr, source));
  return true;
}
