/** Copy, cut, paste and drag of text. Text from outside this document is claimed as pasted. */
import {
  type Fragment,
  type Node as Line,
  Fragment as LineFragment,
  Slice,
} from "prosemirror-model";
import { Plugin, TextSelection, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { PLAIN_LINE } from "../../model/formats";
import { urlFromInput } from "../../model/url";
import { deleteBetween, insertLines } from "../insert-lines";
import { asOwnStep, claim } from "../meta";
import { createLine, formatOf, schema } from "../schema";
import { linesFromHtml } from "./read-html";
import { linesFromText, textFromLines } from "./text";
import { ClipboardSerializer } from "./write-html";

/** The type of data of a suggestion that is being dragged; only the panel may place it. */
const SUGGESTION_TYPE = "application/x-byline-suggestion";

const sliceOfLines = (lines: readonly Line[]) => new Slice(LineFragment.from([...lines]), 1, 1);

const isLines = (content: Fragment) => content.firstChild?.type === schema.nodes.line;

function linesOf(slice: Slice): readonly Line[] {
  if (slice.content.size === 0) return [];
  return isLines(slice.content)
    ? slice.content.content
    : [createLine(PLAIN_LINE, [...slice.content.content])];
}

/** What was copied here last: pasted again it does not come from outside. */
class OwnCopies {
  readonly token = Math.random().toString(36).slice(2);
  private text: string | null = null;

  remember(text: string): string {
    this.text = text;
    return text;
  }

  includes(data: DataTransfer | null): boolean {
    if (!data) return false;
    if (data.getData("text/html").includes(`data-byline="${this.token}"`)) return true;
    return this.text !== null && this.text !== "" && data.getData("text/plain") === this.text;
  }
}

function finish(tr: Transaction, outside: boolean, event: "paste" | "drop"): Transaction {
  if (outside) claim(tr, { origin: "pasted" });
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

function paste(view: EditorView, data: DataTransfer | null, slice: Slice, copies: OwnCopies): void {
  const text = data?.getData("text/plain") ?? "";
  const linked = linkSelection(view, text.trim());
  if (linked) {
    view.dispatch(finish(linked, false, "paste"));
    return;
  }
  const inCode = formatOf(view.state.selection.$from.parent).codeBlock !== null;
  const lines = inCode && text ? linesFromText(text) : linesOf(slice);
  if (lines.length === 0) return;
  view.dispatch(finish(pasteLines(view, lines, inCode), !copies.includes(data), "paste"));
}

function drop(view: EditorView, event: DragEvent, slice: Slice, moved: boolean): boolean {
  const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
  const lines = linesOf(slice);
  if (!at || lines.length === 0) return false;
  const { tr, selection } = view.state;
  const own = view.dragging !== null;
  if (own && at.pos >= selection.from && at.pos <= selection.to) return true;
  if (own && moved) deleteBetween(tr, selection.from, selection.to);
  const pos = tr.mapping.map(at.pos);
  const placed = insertLines(tr, pos, pos, lines, false);
  tr.setSelection(TextSelection.create(tr.doc, placed.from, placed.to));
  view.focus();
  view.dispatch(finish(tr, !own, "drop"));
  return true;
}

export function clipboardPlugin(): Plugin {
  const copies = new OwnCopies();
  return new Plugin({
    props: {
      clipboardSerializer: new ClipboardSerializer(copies.token),
      clipboardTextSerializer: (slice) => copies.remember(textFromLines(slice.content)),
      clipboardTextParser: (text) => sliceOfLines(linesFromText(text)),
      clipboardParser: {
        parseSlice: (dom: Node) => {
          const own = (dom as Element).querySelector?.("[data-byline]") != null;
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
        return drop(view, event, slice, moved);
      },
    },
  });
}
