/** What the page and the tab of comments share: the threads, where their words are, which one is meant. */
import type { EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import { bindingOf } from "../editor/binding";
import { indexToPos } from "../editor/positions";
import { Cell, type Readable } from "../sync/readable";
import { scrollBehaviour } from "../ui/motion";
import type { Thread } from "../wire/comments";
import type { IdTriple } from "../wire/types";
import { type Place, placesOf } from "./anchors";

/** A comment that is being written about words, and not sent yet. */
export interface Draft {
  readonly ids: readonly IdTriple[];
  readonly quote: string;
}

/** The id under which the words of a draft are marked. */
export const DRAFT = "draft";
const MAX_QUOTE = 400;

export class CommentsDesk {
  readonly #text: Y.Text;
  readonly #threads = new Cell<readonly Thread[]>([]);
  readonly #draft = new Cell<Draft | null>(null);
  readonly #active = new Cell<string | null>(null);
  readonly #places = new Cell<ReadonlyMap<string, readonly Place[]>>(new Map());
  readonly #hasSelection = new Cell(false);
  #view: EditorView | null = null;
  /** Told when a comment was asked for: by the keyboard, the toolbar or the tab. */
  onBegin: () => void = () => undefined;
  /** What people have written of comments that are not sent yet, by thread. */
  readonly written = new Map<string, string>();

  constructor(text: Y.Text) {
    this.#text = text;
  }

  get draft(): Readable<Draft | null> {
    return this.#draft;
  }

  /** The thread that is meant: its words are emphasised, its card is open. */
  get active(): Readable<string | null> {
    return this.#active;
  }

  /** The live places of each thread's words, and of the draft's. */
  get places(): Readable<ReadonlyMap<string, readonly Place[]>> {
    return this.#places;
  }

  get hasSelection(): Readable<boolean> {
    return this.#hasSelection;
  }

  get threads(): readonly Thread[] {
    return this.#threads.getSnapshot();
  }

  attach(view: EditorView | null): void {
    this.#view = view;
  }

  setThreads(threads: readonly Thread[]): void {
    this.#threads.set(threads);
    this.locate();
  }

  /** Looks again for the words of all threads. */
  locate(): void {
    const draft = this.#draft.getSnapshot();
    const drafted = draft === null ? [] : [{ id: DRAFT, ids: draft.ids }];
    const places = placesOf(this.#text, [...this.threads, ...drafted]);
    if (!isSame(places, this.#places.getSnapshot())) this.#places.set(places);
  }

  noteSelection(hasSelection: boolean): void {
    this.#hasSelection.set(hasSelection);
  }

  /** Begins a comment about what is selected; says whether there is something. */
  begin(): boolean {
    const view = this.#view;
    if (view === null || view.state.selection.empty) return false;
    const { from, to } = view.state.selection;
    const runs = bindingOf(view.state).runsBetween(from, to);
    if (runs.length === 0) return false;
    const ids = runs.map(({ client, clock, text }): IdTriple => [client, clock, text.length]);
    const quote = runs.map(({ text }) => text).join("");
    this.#draft.set({ ids, quote: quote.slice(0, MAX_QUOTE).trim() });
    this.#active.set(null);
    this.locate();
    this.onBegin();
    return true;
  }

  /** The draft was sent, or is not wanted any more. */
  endDraft(): void {
    this.#draft.set(null);
    this.written.delete(DRAFT);
    this.locate();
  }

  activate(id: string | null): void {
    this.#active.set(id);
  }

  /** Brings the words of a thread into view; the caret stays where it is. */
  show(id: string): void {
    const view = this.#view;
    const place = this.#places.getSnapshot().get(id)?.[0];
    this.activate(id);
    if (view === null || place === undefined) return;
    const { node } = view.domAtPos(indexToPos(view.state.doc, place.from));
    const element = node instanceof Element ? node : node.parentElement;
    element?.scrollIntoView({ block: "center", behavior: scrollBehaviour() });
  }

  focusPage(): void {
    this.#view?.focus();
  }
}

function isSame(
  one: ReadonlyMap<string, readonly Place[]>,
  other: ReadonlyMap<string, readonly Place[]>,
): boolean {
  if (one.size !== other.size) return false;
  for (const [id, places] of one) {
    const others = other.get(id);
    if (others?.length !== places.length) return false;
    const isMoved = ({ from, to }: Place, at: number): boolean =>
      others[at]?.from !== from || others[at]?.to !== to;
    if (places.some(isMoved)) return false;
  }
  return true;
}
