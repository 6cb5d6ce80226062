/**
 * Authorship over the text, as decorations of what is on the screen and a little around it.
 *
 * While somebody types, the decorations move with the text; they are made anew once per frame at
 * most, and never while an input method is composing.
 */
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { DecorationSet, type EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import type { Disposer, Readable } from "../sync/readable";
import { buildDecorations, indexRange } from "./decorations";
import type { Focus } from "./focus";
import { authorRuns } from "./runs";
import type { AuthorshipStore } from "./store";
import { covers, type LineRange, visibleLines } from "./viewport";

export interface AuthorshipOptions {
  readonly store: AuthorshipStore;
  readonly content: Y.Text;
  readonly shown: Readable<boolean>;
  readonly focus: Focus;
}

const key = new PluginKey<DecorationSet>("authorship");

/** Window heights of decorated text above and below what is seen. */
const MARGIN = 1;
/** How near to the end of the decorated text the reader may come before more is made. */
const LEAST_MARGIN = 0.25;

/** Frames to wait for the editor to hear of a caret that the browser has moved. */
const MAX_POSTPONED = 10;

/** The plugin; it shows nothing while `shown` is false. */
export function authorshipPlugin(options: AuthorshipOptions): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, before) => applyTransaction(tr, before),
    },
    props: {
      decorations: (state: EditorState) => key.getState(state),
      attributes: (): Record<string, string> =>
        options.shown.getSnapshot() ? { "data-authorship": "shown" } : {},
      handleKeyDown: (view, event) => options.focus.onKey(view, event),
      handleDOMEvents: {
        pointermove: (view, event) => options.focus.onPointerMove(view, event),
        pointerleave: () => options.focus.onPointerLeave(),
        pointerup: (view, event) => options.focus.onPointerUp(view, event),
      },
    },
    view: (view) => new AuthorshipView(view, options),
  });
}

function applyTransaction(tr: Transaction, before: DecorationSet): DecorationSet {
  const made: DecorationSet | undefined = tr.getMeta(key);
  if (made) return made;
  return tr.docChanged ? before.map(tr.mapping, tr.doc) : before;
}

class AuthorshipView {
  readonly #view: EditorView;
  readonly #options: AuthorshipOptions;
  readonly #disposers: Disposer[];
  #made: LineRange | null = null;
  #frame = 0;
  #postponed = 0;

  constructor(view: EditorView, options: AuthorshipOptions) {
    this.#view = view;
    this.#options = options;
    const onScroll = () => this.#onScroll();
    const refresh = () => this.#refreshSoon();
    window.addEventListener("scroll", onScroll, { capture: true, passive: true });
    window.addEventListener("resize", refresh);
    view.dom.addEventListener("compositionend", refresh);
    this.#disposers = [
      () => window.removeEventListener("scroll", onScroll, { capture: true }),
      () => window.removeEventListener("resize", refresh),
      () => view.dom.removeEventListener("compositionend", refresh),
      options.store.version.subscribe(refresh),
      options.shown.subscribe(refresh),
    ];
    this.#refreshSoon();
  }

  update(_view: EditorView, before: EditorState): void {
    if (!before.doc.eq(this.#view.state.doc)) {
      this.#options.focus.clear();
      this.#refreshSoon();
    }
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    for (const dispose of this.#disposers) dispose();
  }

  #refreshSoon(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#refresh();
    });
  }

  #onScroll(): void {
    if (!this.#options.shown.getSnapshot()) return;
    this.#options.focus.onScroll(this.#view);
    if (!covers(this.#made, visibleLines(this.#view, LEAST_MARGIN))) this.#refreshSoon();
  }

  #refresh(): void {
    if (this.#view.isDestroyed || this.#view.composing) return;
    if (this.#postponed < MAX_POSTPONED && isCaretMoving(this.#view)) {
      this.#postponed += 1;
      this.#refreshSoon();
      return;
    }
    this.#postponed = 0;
    if (this.#options.shown.getSnapshot()) this.#show();
    else if (this.#made !== null) {
      this.#made = null;
      this.#set(DecorationSet.empty);
    }
  }

  #show(): void {
    const { store, content } = this.#options;
    const { doc } = this.#view.state;
    this.#made = visibleLines(this.#view, MARGIN);
    const { from, to } = indexRange(doc, this.#made);
    // One character more, to know who wrote before.
    const runs = authorRuns(content, store.spans, store.own, Math.max(0, from - 1), to);
    this.#set(DecorationSet.create(doc, buildDecorations(doc, this.#made, runs, store)));
  }

  #set(decorations: DecorationSet): void {
    const { state } = this.#view;
    this.#view.dispatch(state.tr.setMeta(key, decorations).setMeta("addToHistory", false));
  }
}

/**
 * Whether the browser has moved the caret and the editor has not heard of it yet. Drawing now would
 * put the caret back where the editor believes it to be.
 */
function isCaretMoving(view: EditorView): boolean {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = document.getSelection() ?? {};
  if (!view.hasFocus() || !anchorNode || !focusNode) return false;
  if (!view.dom.contains(anchorNode) || !view.dom.contains(focusNode)) return false;
  const { anchor, head } = view.state.selection;
  return (
    view.posAtDOM(anchorNode, anchorOffset ?? 0) !== anchor ||
    view.posAtDOM(focusNode, focusOffset ?? 0) !== head
  );
}
