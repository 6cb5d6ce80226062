/**
 * The review in the text: shows the passages that are looked at, says which one the caret is in, and
 * leads to a passage. It reads the text and never writes to it.
 */
import { type EditorState, Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import { readSelection } from "../editor/fresh-selection";
import { textRunsBetween } from "../editor/ids";
import { indexToPos, modelLength, posToIndex } from "../editor/positions";
import { Cell, type Disposer, type Readable } from "../sync/readable";
import { scrollBehaviour } from "../ui/motion";
import type { ReviewPassage, SeenPassage } from "../wire/review";
import { contentHash, normalised } from "./content-hash";
import { type Place, placesOf } from "./places";

/** A passage as the text shows it. */
export type Shown = Pick<ReviewPassage, "key" | "ids" | "state" | "contested">;

/** What the text shows: the passages that are looked at, and which of them is chosen. */
interface Marks {
  readonly passages: readonly Shown[];
  readonly here: string | null;
}

/** What somebody selected in the text. */
export interface Selected extends SeenPassage {
  readonly text: string;
}

const NOTHING: Marks = { passages: [], here: null };
const key = new PluginKey<DecorationSet>("review");
/** Frames to wait for the editor to hear of what the browser or others have done. */
const MAX_POSTPONED = 10;
/** Below this width in px the panel is a sheet over the lower part of the page. */
const WIDE = 900;

export class ReviewDesk {
  readonly plugin: Plugin<DecorationSet>;
  readonly #text: () => Y.Text;
  readonly #marks = new Cell<Marks>(NOTHING);
  readonly #atCaret = new Cell<string | null>(null);
  readonly #hasSelection = new Cell(false);
  #places: ReadonlyMap<string, readonly Place[]> = new Map();
  #view: EditorView | null = null;

  constructor(text: () => Y.Text) {
    this.#text = text;
    this.plugin = this.#newPlugin();
  }

  /** The passage that the caret is in; follows where the person looks in the text. */
  get atCaret(): Readable<string | null> {
    return this.#atCaret;
  }

  /** Whether something of the text is selected. */
  get hasSelection(): Readable<boolean> {
    return this.#hasSelection;
  }

  /** Shows these passages in the text until something else is shown. */
  show(passages: readonly Shown[], here: string | null): void {
    this.#marks.set({ passages, here });
  }

  /** Shows nothing any more. */
  clear(): void {
    this.#marks.set(NOTHING);
  }

  /** Brings a passage into view; `enter` puts the caret into it. Whether it is there. */
  goTo(passage: string, enter: boolean): boolean {
    const view = this.#view;
    const place = this.#places.get(passage)?.[0];
    if (view === null || place === undefined || this.#isBehind(view)) return false;
    const { doc, tr } = view.state;
    const pos = indexToPos(doc, place.from);
    if (enter) {
      view.dispatch(tr.setSelection(TextSelection.near(doc.resolve(pos), 1)));
      view.focus();
    }
    const { node } = view.domAtPos(pos);
    const element = node instanceof Element ? node : node.parentElement;
    const block = window.innerWidth < WIDE ? "start" : "center";
    element?.scrollIntoView({ block, behavior: scrollBehaviour() });
    return true;
  }

  /** What is selected in the text, as the server knows it; null where that says nothing. */
  selected(): Selected | null {
    const view = this.#view;
    if (view === null || view.state.selection.empty || this.#isBehind(view)) return null;
    const { doc, selection } = view.state;
    const from = posToIndex(doc, selection.from);
    const runs = textRunsBetween(this.#text(), from, posToIndex(doc, selection.to));
    const text = runs.map((run) => run.text).join("");
    if (normalised(text) === "") return null;
    const ids = runs.map(
      (run) => [run.client, run.clock, run.text.length] as [number, number, number],
    );
    return { ids, hash: contentHash(text), selected: true, text };
  }

  #newPlugin(): Plugin<DecorationSet> {
    return new Plugin<DecorationSet>({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply: (tr, before) =>
          (tr.getMeta(key) as DecorationSet | undefined) ?? before.map(tr.mapping, tr.doc),
      },
      props: { decorations: (state) => key.getState(state) },
      view: (view) => this.#attach(view),
    });
  }

  #attach(view: EditorView) {
    this.#view = view;
    let frame = 0;
    let postponed = 0;
    const soon = (): void => {
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        if (view.isDestroyed) return;
        postponed = this.#isBehind(view) ? postponed + 1 : 0;
        if (view.composing || (postponed > 0 && postponed < MAX_POSTPONED)) {
          soon();
          return;
        }
        readSelection(view);
        this.#paint(view);
      });
    };
    const stop: Disposer = this.#marks.subscribe(soon);
    soon();
    return {
      update: (_: EditorView, before: EditorState) => {
        const { state } = view;
        if (before.doc !== state.doc && this.#marks.getSnapshot() !== NOTHING) soon();
        if (before.selection !== state.selection) this.#follow(view);
      },
      destroy: () => {
        cancelAnimationFrame(frame);
        stop();
        this.#view = null;
      },
    };
  }

  #paint(view: EditorView): void {
    const { passages, here } = this.#marks.getSnapshot();
    this.#places = placesOf(this.#text(), passages);
    const { doc, tr } = view.state;
    const decorations = passages.flatMap((passage) =>
      (this.#places.get(passage.key) ?? []).map(({ from, to }) => {
        const names = ["review", `review-${passage.state}`];
        if (passage.contested) names.push("review-contested");
        if (passage.key === here) names.push("review-here");
        return Decoration.inline(indexToPos(doc, from), indexToPos(doc, to), {
          class: names.join(" "),
        });
      }),
    );
    if (decorations.length > 0 || key.getState(view.state) !== DecorationSet.empty) {
      const set = DecorationSet.create(doc, decorations);
      view.dispatch(tr.setMeta(key, set).setMeta("addToHistory", false));
    }
    this.#follow(view);
  }

  /** The caret is somewhere else, or the passages are. */
  #follow(view: EditorView): void {
    const { doc, selection } = view.state;
    this.#hasSelection.set(!selection.empty);
    if (!view.hasFocus()) return;
    const index = posToIndex(doc, selection.head);
    const found = [...this.#places].find(([, places]) =>
      places.some(({ from, to }) => from <= index && index <= to),
    );
    this.#atCaret.set(found?.[0] ?? null);
  }

  /** Whether the editor does not show all of the text yet, which may lack the last line end. */
  #isBehind(view: EditorView): boolean {
    const missing = modelLength(view.state.doc) - this.#text().length;
    return missing !== 0 && missing !== 1;
  }
}
