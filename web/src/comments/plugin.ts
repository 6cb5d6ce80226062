/**
 * The words that threads are about, marked on the page.
 *
 * While somebody types, the marks move with the text; they are brought up to date a little later, and never
 * while an input method is composing.
 */
import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { readSelection } from "../editor/fresh-selection";
import { indexToPos } from "../editor/positions";
import type { Disposer } from "../sync/readable";
import { type CommentsDesk, DRAFT } from "./desk";
import "./commented.css";

const key = new PluginKey<DecorationSet>("comments");

const LATER_MS = 120;

/** Shows the open threads of a desk, the one that is meant, and the draft. */
export function commentsPlugin(desk: CommentsDesk): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, before) => {
        const set: DecorationSet | undefined = tr.getMeta(key);
        return set ?? (tr.docChanged ? before.map(tr.mapping, tr.doc) : before);
      },
    },
    props: { decorations: (state) => key.getState(state) },
    view: (view) => new CommentsView(view, desk),
  });
}

class CommentsView {
  readonly #view: EditorView;
  readonly #desk: CommentsDesk;
  readonly #disposers: Disposer[];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(view: EditorView, desk: CommentsDesk) {
    this.#view = view;
    this.#desk = desk;
    desk.attach(view);
    const soon = () => this.#soon(0);
    view.dom.addEventListener("compositionend", soon);
    this.#disposers = [
      () => view.dom.removeEventListener("compositionend", soon),
      desk.places.subscribe(soon),
      desk.active.subscribe(soon),
    ];
    this.#soon(0);
  }

  update(view: EditorView, before: EditorState): void {
    const { state } = view;
    if (before.doc !== state.doc) this.#soon(LATER_MS);
    if (before.selection.eq(state.selection)) return;
    this.#desk.noteSelection(!state.selection.empty);
    if (!state.selection.empty || before.doc !== state.doc || !view.hasFocus()) return;
    const id = threadAt(state);
    if (id !== null) this.#desk.activate(id);
  }

  destroy(): void {
    clearTimeout(this.#timer);
    this.#desk.attach(null);
    for (const dispose of this.#disposers) dispose();
  }

  #soon(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#paint(), ms);
  }

  #paint(): void {
    const view = this.#view;
    if (view.isDestroyed || view.composing) return;
    readSelection(view);
    this.#desk.locate();
    const { state } = view;
    const set = DecorationSet.create(state.doc, marks(state, this.#desk));
    view.dispatch(state.tr.setMeta(key, set).setMeta("addToHistory", false));
  }
}

/** The thread in whose words the caret is. */
function threadAt(state: EditorState): string | null {
  const { from } = state.selection;
  const found = key.getState(state)?.find(from, from) ?? [];
  const ids = found.map(({ spec }) => String(spec.thread));
  return ids.find((id) => id !== DRAFT) ?? null;
}

function marks(state: EditorState, desk: CommentsDesk): Decoration[] {
  const active = desk.active.getSnapshot();
  const isOpen = new Map(desk.threads.map((thread) => [thread.id, thread.resolved_at === null]));
  const decorations: Decoration[] = [];
  for (const [id, places] of desk.places.getSnapshot()) {
    const isMeant = id === active || id === DRAFT;
    if (!isMeant && isOpen.get(id) !== true) continue;
    const look = { class: isMeant ? "commented commented-active" : "commented", "data-thread": id };
    for (const [from, to] of joined(state, places)) {
      decorations.push(Decoration.inline(from, to, look, { thread: id }));
    }
  }
  return decorations;
}

/** Places in the editor; what was written between the words of a thread in one line is marked too. */
function joined(
  { doc }: EditorState,
  places: readonly { readonly from: number; readonly to: number }[],
): [number, number][] {
  const found: [number, number][] = [];
  for (const place of places) {
    const from = indexToPos(doc, place.from);
    const to = indexToPos(doc, place.to);
    const last = found.at(-1);
    if (last && doc.resolve(last[1]).sameParent(doc.resolve(from))) last[1] = to;
    else found.push([from, to]);
  }
  return found;
}
