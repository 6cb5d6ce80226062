/** Copy, cut, paste and drag of text, each with a claim for where the text is from. */
import { type Node as Line, Fragment as LineFragment, Slice } from "prosemirror-model";
import { Plugin, type Selection, TextSelection, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { urlFromInput } from "../../model/url";
import { deleteBetween, insertLines } from "../insert-lines";
import { asOwnStep, claim } from "../meta";
import { formatOf, schema } from "../schema";
import { Copies, linesOf } from "./copies";
import { linesFromHtml } from "./read-html";
import { ATTRIBUTE, fragmentOf } from "./reference";
import { linesFromText, textFromLines } from "./text";
import { ClipboardSerializer } from "./write-html";

/** The type of data of a suggestion that is being dragged; only the panel may place it. */
const SUGGESTION_TYPE = "application/x-byline-suggestion";

const sliceOfLines = (lines: readonly Line[]) => new Slice(LineFragment.from([...lines]), 1, 1);

function finish(tr: Transaction, event: "paste" | "drop"): Transaction {
  return asOwnStep(tr).setMeta("uiEvent", event).scrollIntoView();
}

function pasteLines(view: EditorView, lines: readonly Line[], plain: boolean): Transaction {
  const { tr } = view.state;
  const { from, to } = tr.selection;
  const placed = insertLines(tr, from, to, lines, plain);
  return tr.setSelection(TextSelection.create(tr.doc, placed.to));
}

/** An address pasted onto a selection links it. */
function linkSelection(view: EditorView, text: string): Transaction | null {
  const { tr, selection, doc } = view.state;
  const href = /^\S+$/.test(text) && /^(https?:|mailto:)/.test(text) ? urlFromInput(text) : null;
  if (!href || selection.empty) return null;
  if (selection.$from.index(0) !== selection.$to.index(0)) return null;
  if (doc.textBetween(selection.from, selection.to).trim() === "") return null;
  tr.removeMark(selection.from, selection.to, schema.marks.link);
  return tr.addMark(selection.from, selection.to, schema.marks.link.create({ href }));
}

function paste(view: EditorView, data: DataTransfer | null, slice: Slice, copies: Copies): void {
  const text = data?.getData("text/plain") ?? "";
  const linked = linkSelection(view, text.trim());
  if (linked) {
    view.dispatch(finish(linked, "paste"));
    return;
  }
  const inCode = formatOf(view.state.selection.$from.parent).codeBlock !== null;
  const lines = inCode && text ? linesFromText(text) : linesOf(slice);
  if (lines.length === 0) return;
  const tr = claim(pasteLines(view, lines, inCode), copies.sourceOf(view, data));
  view.dispatch(finish(tr, "paste"));
}

function drop(view: EditorView, event: DragEvent, slice: Slice, copies: Copies): boolean {
  const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
  const lines = linesOf(slice);
  if (!at || lines.length === 0) return false;
  const { tr, selection } = view.state;
  if (view.dragging && at.pos >= selection.from && at.pos <= selection.to) return true;
  const placed = insertLines(tr, at.pos, at.pos, lines, false);
  tr.setSelection(TextSelection.create(tr.doc, placed.from, placed.to));
  view.focus();
  view.dispatch(finish(claim(tr, copies.sourceOf(view, event.dataTransfer)), "drop"));
  return true;
}

/** What is dragged: what is selected, or an embed that need not be. */
function draggedRange(view: EditorView): Selection | null {
  if (!view.dragging) return null;
  const { node } = view.dragging as { readonly node?: Selection };
  return node ?? view.state.selection;
}

/**
 * A drag within the text. It moves what stands there now, which others may have changed since the
 * drag began.
 */
function moveTo(view: EditorView, event: DragEvent, dragged: Selection): boolean {
  const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (!at) return false;
  const { from, to } = dragged;
  const lines = linesOf(dragged.content());
  if (lines.length === 0 || (at.pos >= from && at.pos <= to)) return true;
  const { tr } = view.state;
  deleteBetween(tr, from, to);
  const pos = tr.mapping.map(at.pos);
  const placed = insertLines(tr, pos, pos, lines, false);
  tr.setSelection(TextSelection.create(tr.doc, placed.from, placed.to));
  view.focus();
  view.dispatch(finish(claim(tr, "moved"), "drop"));
  return true;
}

/** @param documentId names the document in what is copied out of it. */
export function clipboardPlugin(documentId: string): Plugin {
  const copies = new Copies(documentId);
  return new Plugin({
    props: {
      transformCopied: (slice, view) => copies.take(view, slice),
      clipboardSerializer: new ClipboardSerializer(copies.reference),
      clipboardTextSerializer: (slice) => copies.remember(textFromLines(slice.content)),
      transformPastedHTML: fragmentOf,
      clipboardTextParser: (text) => sliceOfLines(linesFromText(text)),
      clipboardParser: {
        parseSlice: (dom: Node) => {
          const own = (dom as Element).querySelector?.(`[${ATTRIBUTE}]`) != null;
          return sliceOfLines(linesFromHtml(dom, own));
        },
      } as never,
      handlePaste: (view, event, slice) => {
        if (!view.editable) return true;
        paste(view, event.clipboardData, slice, copies);
        return true;
      },
      handleDrop: (view, event, slice, moved) => {
        if (!view.editable || event.dataTransfer?.types.includes(SUGGESTION_TYPE)) return true;
        const dragged = moved ? draggedRange(view) : null;
        return dragged ? moveTo(view, event, dragged) : drop(view, event, slice, copies);
      },
    },
  });
}
