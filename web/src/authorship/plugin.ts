/**
 * Authorship over the text, as decorations of what is on the screen and a little around it.
 *
 * While somebody types, the decorations move with the text; they are brought up to date once per frame at
 * most, and never while an input method is composing.
 */
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { readSelection } from "../editor/fresh-selection";
import { isFromText } from "../editor/meta";
import { modelLength } from "../editor/positions";
import type { Disposer, Readable } from "../sync/readable";
import type { Span } from "../wire/authorship";
import type { AuthoredText } from "./authored-text";
import type { Filter } from "./filter";
import type { Focus } from "./focus";
import { mapped, NOTHING_PAINTED, type Painted, Painter } from "./painter";
import type { AuthorshipStore } from "./store";

export interface AuthorshipOptions {
  readonly store: AuthorshipStore;
  readonly text: AuthoredText;
  readonly shown: Readable<boolean>;
  readonly filter: Readable<Filter>;
  readonly focus: Focus;
}

interface Painting {
  /** Replaced where only what is known of it changes: that is no new state to show. */
  painted: Painted;
  /** How often the reader has changed the text. */
  readonly ownChanges: number;
}

const key = new PluginKey<Painting>("authorship");

/** Frames to wait for the editor to hear of what the browser or others have done. */
const MAX_POSTPONED = 10;

/** The plugin; it shows nothing while `shown` is false. */
export function authorshipPlugin(options: AuthorshipOptions): Plugin<Painting> {
  const { shown, focus } = options;
  return new Plugin<Painting>({
    key,
    state: {
      init: () => ({ painted: NOTHING_PAINTED, ownChanges: 0 }),
      apply: (tr, before) => applyTransaction(tr, before),
    },
    props: {
      decorations: (state: EditorState) => key.getState(state)?.painted.set,
      attributes: (): Record<string, string> =>
        shown.getSnapshot() ? { "data-authorship": "shown" } : {},
      handleKeyDown: (_view, event) => focus.onKey(event),
      handleDOMEvents: {
        pointermove: (_view, event) => focus.onPointerMove(event),
        pointerdown: (_view, event) => focus.onPointerDown(event),
        pointerleave: () => focus.onPointerLeave(),
        pointerup: (_view, event) => focus.onPointerUp(event),
      },
    },
    view: (view) => new AuthorshipView(view, options),
  });
}

function applyTransaction(tr: Transaction, before: Painting): Painting {
  const painted: Painted | undefined = tr.getMeta(key);
  if (painted) return { painted, ownChanges: before.ownChanges };
  if (!tr.docChanged) return before;
  return {
    painted: mapped(before.painted, tr.mapping, tr.doc),
    ownChanges: before.ownChanges + (isFromText(tr) ? 0 : 1),
  };
}

class AuthorshipView {
  readonly #view: EditorView;
  readonly #options: AuthorshipOptions;
  readonly #painter: Painter;
  readonly #disposers: Disposer[];
  #frame = 0;
  #postponed = 0;

  constructor(view: EditorView, options: AuthorshipOptions) {
    this.#view = view;
    this.#options = options;
    const { store, text, filter, shown, focus } = options;
    this.#painter = new Painter({ text, names: store, filter: filter.getSnapshot });
    const onScroll = () => this.#onScroll();
    const outdated = () => this.#outdate(null);
    const soon = () => this.#paintSoon();
    window.addEventListener("scroll", onScroll, { capture: true, passive: true });
    window.addEventListener("resize", onScroll);
    view.dom.addEventListener("compositionend", soon);
    this.#disposers = [
      focus.attach(view),
      () => window.removeEventListener("scroll", onScroll, { capture: true }),
      () => window.removeEventListener("resize", onScroll),
      () => view.dom.removeEventListener("compositionend", soon),
      store.onSpans((spans) => this.#outdate(spans)),
      text.content.version.subscribe(soon),
      filter.subscribe(outdated),
      shown.subscribe(outdated),
    ];
    this.#paintSoon();
  }

  update(view: EditorView, before: EditorState): void {
    if (before.doc === view.state.doc) return;
    const isOwn = key.getState(before)?.ownChanges !== key.getState(view.state)?.ownChanges;
    this.#options.focus.onChange(isOwn);
    this.#paintSoon();
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    for (const dispose of this.#disposers) dispose();
  }

  #outdate(spans: readonly Span[] | null): void {
    this.#painter.outdate(spans);
    this.#paintSoon();
  }

  #paintSoon(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  }

  #onScroll(): void {
    if (!this.#options.shown.getSnapshot()) return;
    this.#options.focus.onScroll();
    const painting = key.getState(this.#view.state);
    if (painting && !this.#painter.isEnough(this.#view, painting.painted)) this.#paintSoon();
  }

  #paint(): void {
    const view = this.#view;
    if (view.isDestroyed || view.composing) return;
    if (this.#postponed < MAX_POSTPONED && this.#isBehind()) {
      this.#postponed += 1;
      this.#paintSoon();
      return;
    }
    this.#postponed = 0;
    const painting = key.getState(view.state);
    if (!painting) return;
    if (!this.#options.shown.getSnapshot()) {
      if (view.dom.dataset.authorship !== undefined) this.#set(NOTHING_PAINTED);
      return;
    }
    if (!this.#options.text.content.isFollowing) return;
    const { painted, isDone } = this.#painter.paint(view, painting.painted);
    const isFirst = view.dom.dataset.authorship === undefined;
    if (isFirst || painted.set !== painting.painted.set) this.#set(painted);
    else painting.painted = painted;
    if (!isDone) this.#paintSoon();
  }

  /** Whether the editor does not show all of the text yet, which may lack the last line end. */
  #isBehind(): boolean {
    const missing = modelLength(this.#view.state.doc) - this.#options.text.content.length;
    return missing !== 0 && missing !== 1;
  }

  #set(painted: Painted): void {
    readSelection(this.#view);
    const { tr } = this.#view.state;
    this.#view.dispatch(tr.setMeta(key, painted).setMeta("addToHistory", false));
  }
}
