/**
 * Ties an editor to the shared text: what is typed becomes the smallest change of the `Y.Text`,
 * what others change becomes the smallest ProseMirror steps. The text is the truth; should the
 * two ever disagree, the editor is rebuilt from the text.
 */
import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import type { Step } from "prosemirror-transform";
import type { EditorView } from "prosemirror-view";
import * as Y from "yjs";
import { type ClaimSource, claimsFor } from "../model/claims";
import { type Delta, isDelete, isInsert } from "../model/delta";
import { applyChange } from "./apply-change";
import { docFromText } from "./content";
import { canLackFinalEnd, endsInLineEnd, toModelChange, toTextChange } from "./final-end";
import { Hold, touches } from "./hold";
import { insertedRuns } from "./ids";
import { localChanges } from "./local-change";
import { posToIndex } from "./positions";
import { rebuild } from "./rebuild";
import { keepCaret } from "./selection";
import { UndoHistory } from "./undo";

/** Meta key: where everything that this transaction inserts comes from. */
export const claimKey = new PluginKey<ClaimSource>("byline-claim");
/** Meta key, true: this transaction is an undo step of its own. */
export const ownStepKey = new PluginKey<boolean>("byline-own-step");
/** Meta key, true on transactions that bring the text's state into the editor. */
export const fromTextKey = new PluginKey<boolean>("byline-from-text");

const bindingKey = new PluginKey<Binding>("byline-binding");

/** A change with more operations than this is applied by comparing documents. */
const MANY_OPERATIONS = 400;
const FINAL_END = Symbol("final line end");
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
  readonly lineage: Y.Array<unknown>;
  readonly history: UndoHistory;
  private view: EditorView | null = null;
  private readonly hold = new Hold();
  private readonly waiting: Transaction[] = [];
  private hasFinalEnd: boolean;
  private length: number;
  private timers = new Set<ReturnType<typeof setTimeout>>();
  private checkTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: BindingOptions) {
    this.text = options.doc.getText("content");
    this.lineage = options.doc.getArray("lineage");
    this.hasFinalEnd = endsInLineEnd(this.text);
    this.length = this.text.length;
    this.history = new UndoHistory(this.text, this, () => this.view);
  }

  get editable(): boolean {
    return this.options.editable?.() ?? true;
  }

  /** The document to start the editor's state with. */
  initialDoc() {
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
            this.later(COMPOSITION_SETTLES_MS, () => this.releaseHeld());
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
    this.hasFinalEnd = endsInLineEnd(this.text);
    this.length = this.text.length;
    // What came between making the state and now.
    this.check();
  }

  destroy(): void {
    this.text.unobserve(this.onTextChange);
    for (const timer of this.timers) clearTimeout(timer);
    clearTimeout(this.checkTimer);
    this.history.destroy();
    this.view = null;
  }

  /** Applies a transaction to the editor and what it changed to the text. */
  dispatch(tr: Transaction): void {
    const view = this.view;
    if (!view) return;
    const { state, transactions } = view.state.applyTransaction(tr);
    if (transactions.some((one) => one.docChanged && !isFromText(one))) this.history.remember();
    else if (tr.selectionSet && !isFromText(tr)) this.history.stopCapturing();
    this.waiting.push(...transactions);
    view.updateState(state);
    this.writeWaiting();
  }

  /** Brings in what was held during a composition. */
  releaseHeld(): void {
    if (!this.hold.active || !this.view || this.view.composing) return;
    this.show(this.hold.release());
  }

  /** Model index in the text for a place in the editor. */
  indexInText(pos: number): number {
    const { view } = this;
    return view ? this.hold.indexInText(posToIndex(view.state.doc, pos)) : 0;
  }

  /** Compares editor and text, and rebuilds the editor if they differ. @returns whether they agreed. */
  check(after = "a check"): boolean {
    const { view } = this;
    if (!view || this.hold.active) return true;
    const expected = docFromText(this.text.toDelta() as Delta);
    if (expected.eq(view.state.doc)) return true;
    this.options.onMismatch?.({ after, shown: view.state.doc, expected });
    const tr = rebuild(view.state.tr, expected).setMeta(fromTextKey, true);
    this.dispatch(tr);
    return false;
  }

  private writeWaiting(): void {
    const batch = this.waiting.splice(0).filter((tr) => tr.docChanged && !isFromText(tr));
    if (batch.length > 0) {
      this.write(batch);
      this.verify("a local change");
    }
    this.releaseHeld();
  }

  private write(batch: readonly Transaction[]): void {
    const after = batch[batch.length - 1]?.doc;
    const ownStep = batch.some(isOwnStep);
    if (ownStep) this.history.stopCapturing();
    if (!this.hasFinalEnd && (this.hold.active || !after || !canLackFinalEnd(after))) {
      this.addFinalEnd();
    }
    this.options.doc.transact(() => {
      for (const tr of batch) this.writeOne(tr);
    }, this);
    this.length = this.text.length;
    this.hasFinalEnd = endsInLineEnd(this.text);
    if (ownStep) this.history.stopCapturing();
  }

  /** Adds the last `\n`, which the editor shows already; it is no step to undo. */
  private addFinalEnd(): void {
    this.options.doc.transact(() => this.text.insert(this.text.length, "\n", {}), FINAL_END);
    this.hasFinalEnd = true;
  }

  private writeOne(tr: Transaction): void {
    const { doc } = this.options;
    const source = tr.getMeta(claimKey) as ClaimSource | undefined;
    const clock = Y.getState(doc.store, doc.clientID);
    for (const change of localChanges(tr, source === undefined)) {
      const carried = this.hold.carryOver(change);
      this.text.applyDelta(textOps(this.hasFinalEnd ? carried : this.clipped(carried)));
    }
    if (!source) return;
    const claims = claimsFor(source, insertedRuns(this.text, doc.clientID, clock));
    if (claims.length > 0) this.lineage.push(claims);
  }

  private clipped(change: Delta): Delta {
    return toTextChange(change, this.text.length);
  }

  private readonly onTextChange = (event: Y.YTextEvent, transaction: Y.Transaction): void => {
    if (transaction.origin === this || transaction.origin === FINAL_END) return;
    const had = this.hasFinalEnd;
    const change = event.delta as Delta;
    const length = this.length;
    this.hasFinalEnd = endsInLineEnd(this.text);
    this.length = this.text.length;
    if (change.length === 0) return;
    const modelChange = toModelChange(change, length, had, this.hasFinalEnd);
    if (this.mustWait(modelChange)) this.hold.add(modelChange);
    else this.show(modelChange);
  };

  private mustWait(change: Delta): boolean {
    const { view } = this;
    if (!view?.composing) return false;
    if (this.hold.active) return true;
    const { $head } = view.state.selection;
    const start = posToIndex(view.state.doc, $head.start());
    return touches(change, start, start + $head.parent.content.size);
  }

  private show(change: Delta): void {
    const { view } = this;
    if (!view) return;
    const tr = view.state.tr;
    try {
      if (change.length > MANY_OPERATIONS) {
        rebuild(tr, docFromText(this.text.toDelta() as Delta));
      } else applyChange(tr, change);
    } catch (error) {
      this.check(`a change that did not fit (${String(error)})`);
      return;
    }
    if (tr.docChanged) {
      keepCaret(tr, view.state);
      this.dispatch(tr.setMeta(fromTextKey, true).setMeta("addToHistory", false));
    }
    this.verify(`a change by others: ${JSON.stringify(change)}`);
  }

  private verify(after: string): void {
    if (this.options.checks === "always") {
      this.check(after);
      return;
    }
    clearTimeout(this.checkTimer);
    this.checkTimer = setTimeout(() => this.check(after), CHECK_AFTER_MS);
  }

  private later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      run();
    }, ms);
    this.timers.add(timer);
  }
}

/** The binding of an editor. */
export function bindingOf(state: EditorState): Binding {
  const binding = bindingKey.getState(state);
  if (!binding) throw new Error("This editor has no binding");
  return binding;
}

export const isFromText = (tr: Transaction): boolean => tr.getMeta(fromTextKey) === true;

/** Formats, pastes and placements are undone by themselves, not together with typing. */
function isOwnStep(tr: Transaction): boolean {
  if (tr.getMeta(ownStepKey) || tr.getMeta(claimKey)) return true;
  return tr.steps.some(movesNothing);
}

function movesNothing(step: Step): boolean {
  let moves = false;
  step.getMap().forEach(() => {
    moves = true;
  });
  return !moves;
}

function textOps(change: Delta) {
  return change.map((op) =>
    isInsert(op)
      ? { insert: op.insert, attributes: { ...op.attributes } }
      : isDelete(op)
        ? { delete: op.delete }
        : { ...op },
  );
}
