/**
 * Ties an editor to the shared text: what is typed becomes the smallest change of the `Y.Text`,
 * what others change becomes the smallest ProseMirror steps. The text is the truth; should the
 * two ever disagree, the editor is rebuilt from the text.
 */
import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import type { Delta } from "../model/delta";
import type { TextRun } from "../model/ids";
import { applyChange } from "./apply-change";
import { docFromText } from "./content";
import { readSelection } from "./fresh-selection";
import { Hold, touches } from "./hold";
import { textRunsBetween } from "./ids";
import { fromText, isFromText, isOwnStep } from "./meta";
import { posToIndex } from "./positions";
import { rebuild } from "./rebuild";
import { keepCaret } from "./selection";
import { TextWriter } from "./text-writer";
import { UndoHistory } from "./undo";

const bindingKey = new PluginKey<Binding>("byline-binding");

/** A change with more operations than this is applied by comparing documents. */
const MANY_OPERATIONS = 400;
const CHECK_AFTER_MS = 1500;
const COMPOSITION_SETTLES_MS = 40;

/** How editor and text disagreed. It holds text: not for logs. */
export interface Mismatch {
  readonly after: string;
  readonly shown: Node;
  readonly expected: Node;
}

export interface BindingOptions {
  readonly doc: Y.Doc;
  /** Whether the person may change the text. Asked for every transaction. */
  readonly editable?: () => boolean;
  /** Compare editor and text after every change (tests), or when quiet (default). */
  readonly checks?: "always" | "quiet";
  /** Told when editor and text disagreed, just before the editor is rebuilt. */
  readonly onMismatch?: (mismatch: Mismatch) => void;
}

export class Binding {
  readonly text: Y.Text;
  readonly history: UndoHistory;
  private readonly hold = new Hold();
  private readonly writer: TextWriter;
  private readonly waiting: Transaction[] = [];
  private view: EditorView | null = null;
  private checkTimer: ReturnType<typeof setTimeout> | undefined;
  private settleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: BindingOptions) {
    this.text = options.doc.getText("content");
    this.writer = new TextWriter(options.doc, this.text, this.hold, this);
    this.history = new UndoHistory(this.text, this, () => (this.editable ? this.view : null));
  }

  get editable(): boolean {
    return this.options.editable?.() ?? true;
  }

  /** The text as a document: the editor's state starts with it. */
  shownText(): Node {
    return docFromText(this.text.toDelta() as Delta);
  }

  /** The plugin that lets commands find the binding and keeps readers from writing. */
  plugin(): Plugin {
    return new Plugin({
      key: bindingKey,
      state: { init: () => this, apply: (_tr, binding) => binding },
      filterTransaction: (tr) => !tr.docChanged || isFromText(tr) || this.editable,
      props: {
        handleDOMEvents: {
          compositionend: () => {
            clearTimeout(this.settleTimer);
            this.settleTimer = undefined;
            this.releaseSoon();
            return false;
          },
        },
      },
    });
  }

  /** Starts observing the text. The view's `dispatchTransaction` must be {@link dispatch}. */
  attach(view: EditorView): void {
    this.view = view;
    this.text.observe(this.onTextChange);
    this.writer.measure();
    // What came between making the state and now.
    this.check("the start");
  }

  destroy(): void {
    this.text.unobserve(this.onTextChange);
    clearTimeout(this.settleTimer);
    clearTimeout(this.checkTimer);
    this.history.destroy();
    this.view = null;
  }

  /** Applies a transaction to the editor, and what it changed to the text. */
  dispatch(tr: Transaction): void {
    const view = this.view;
    if (!view) return;
    const { state, transactions } = view.state.applyTransaction(tr);
    if (transactions.some(isLocalChange)) this.history.remember();
    else if (tr.selectionSet && !isFromText(tr)) this.history.stopCapturing();
    // The view tells plugins of the new state, and they may dispatch: the order is kept.
    this.waiting.push(...transactions.filter(isLocalChange));
    view.updateState(state);
    this.writeWaiting();
  }

  /** Model index in the text for a place in the editor. */
  indexInText(pos: number): number {
    const { view } = this;
    return view ? this.hold.indexInText(posToIndex(view.state.doc, pos)) : 0;
  }

  /** The text between two places in the editor, with its ids. */
  runsBetween(from: number, to: number): TextRun[] {
    return textRunsBetween(this.text, this.indexInText(from), this.indexInText(to));
  }

  private writeWaiting(): void {
    const batch = this.waiting.splice(0);
    if (batch.length > 0) {
      const ownStep = batch.some(isOwnStep);
      if (ownStep) this.history.stopCapturing();
      this.writer.write(batch);
      if (ownStep) this.history.stopCapturing();
      this.verify("a local change");
    }
    this.releaseHeld();
  }

  private readonly onTextChange = (event: Y.YTextEvent, transaction: Y.Transaction): void => {
    if (this.writer.isOwn(transaction)) return;
    const change = this.writer.modelChange(event.delta as Delta);
    if (change.length === 0) return;
    if (!this.mustWait(change)) this.show(change);
    else {
      this.hold.add(change);
      if (!this.view?.composing) this.releaseSoon();
    }
  };

  private mustWait(change: Delta): boolean {
    const { view } = this;
    // What comes after a held change fits only behind it, also when the composition is just over.
    if (this.hold.active) return true;
    if (!view?.composing) return false;
    const { $head } = view.state.selection;
    const start = posToIndex(view.state.doc, $head.start());
    return touches(change, start, start + $head.parent.content.size);
  }

  /** Brings in what is held once the browser has finished with the composed word. */
  private releaseSoon(): void {
    this.settleTimer ??= setTimeout(() => {
      this.settleTimer = undefined;
      this.releaseHeld();
    }, COMPOSITION_SETTLES_MS);
  }

  /** Brings in what was held during a composition. */
  private releaseHeld(): void {
    if (this.hold.active && this.view && !this.view.composing) this.show(this.hold.release());
  }

  private show(change: Delta): void {
    const { view } = this;
    if (!view) return;
    readSelection(view);
    const { tr } = view.state;
    try {
      if (change.length > MANY_OPERATIONS) rebuild(tr, this.shownText());
      else applyChange(tr, change);
    } catch (error) {
      this.check(`a change that did not fit (${String(error)})`);
      return;
    }
    if (tr.docChanged) {
      keepCaret(tr, view.state);
      this.dispatch(fromText(tr));
    }
    this.verify("a change by others");
  }

  private verify(after: string): void {
    clearTimeout(this.checkTimer);
    if (this.options.checks === "always") this.check(after);
    else this.checkTimer = setTimeout(() => this.check(after), CHECK_AFTER_MS);
  }

  /** Compares editor and text, and rebuilds the editor if they differ. */
  private check(after: string): void {
    const { view } = this;
    if (!view || this.hold.active || view.composing) return;
    const expected = this.shownText();
    if (expected.eq(view.state.doc)) return;
    this.options.onMismatch?.({ after, shown: view.state.doc, expected });
    this.dispatch(fromText(rebuild(view.state.tr, expected)));
  }
}

/** The binding of an editor. */
export function bindingOf(state: EditorState): Binding {
  const binding = bindingKey.getState(state);
  if (!binding) throw new Error("This editor has no binding");
  return binding;
}

const isLocalChange = (tr: Transaction): boolean => tr.docChanged && !isFromText(tr);
