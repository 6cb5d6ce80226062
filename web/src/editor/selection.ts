/** Where the own caret goes when others change the text, and how it travels to them. */
import {
  type EditorState,
  type Selection,
  TextSelection,
  type Transaction,
} from "prosemirror-state";

/**
 * Keeps the caret with the character before it: what others insert exactly there comes behind it,
 * so two people typing at one place do not mix their words. A selection does not grow. Formats
 * chosen for the next character stay chosen.
 */
export function keepCaret(tr: Transaction, before: EditorState): void {
  const { selection, storedMarks } = before;
  if (selection instanceof TextSelection) {
    const { from, to, anchor, head } = selection;
    const start = tr.mapping.map(from, selection.empty ? -1 : 1);
    const end = Math.max(start, tr.mapping.map(to, -1));
    const [newAnchor, newHead] = anchor <= head ? [start, end] : [end, start];
    if (newAnchor !== tr.selection.anchor || newHead !== tr.selection.head) {
      tr.setSelection(between(tr, newAnchor, newHead));
    }
  }
  if (storedMarks && tr.selection.empty) tr.setStoredMarks(storedMarks);
}

function between(tr: Transaction, anchor: number, head: number): Selection {
  return TextSelection.between(tr.doc.resolve(anchor), tr.doc.resolve(head), 1);
}
