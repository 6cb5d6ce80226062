/** Which run of authorship is being looked at: with the pointer, or from author to author by key. */
import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import { indexToPos, posToIndex } from "../editor/positions";
import { Alarm, type Clock, systemClock } from "../sync/clock";
import { plainText } from "../sync/content";
import { Cell, type Readable } from "../sync/readable";
import { countWords, describe } from "./describe";
import { neighbour } from "./neighbour";
import { type AuthorRun, authorRuns } from "./runs";
import type { AuthorshipStore } from "./store";
import { authorshipTexts as texts } from "./texts";

/** A run, and the place in the window beside which its card is shown. */
export interface Focused {
  readonly run: AuthorRun;
  readonly words: number;
  readonly by: "mouse" | "touch" | "key";
  readonly box: { readonly left: number; readonly top: number; readonly bottom: number };
}

const HOVER_MS = 300;

export class Focus {
  readonly #store: AuthorshipStore;
  readonly #content: Y.Text;
  readonly #shown: Readable<boolean>;
  readonly #say: (text: string) => void;
  readonly #hover: Alarm;
  readonly #focused = new Cell<Focused | null>(null);

  /** `say` reads a text to people who do not see the card. */
  constructor(
    store: AuthorshipStore,
    content: Y.Text,
    shown: Readable<boolean>,
    say: (text: string) => void,
    clock: Clock = systemClock,
  ) {
    this.#store = store;
    this.#content = content;
    this.#shown = shown;
    this.#say = say;
    this.#hover = new Alarm(clock);
  }

  get focused(): Readable<Focused | null> {
    return this.#focused;
  }

  clear(): void {
    this.#hover.clear();
    this.#focused.set(null);
  }

  /** The text moved under its window: a card at the caret goes with it. */
  onScroll(view: EditorView): void {
    this.#hover.clear();
    const focused = this.#focused.getSnapshot();
    if (focused && focused.by !== "key") this.clear();
    else if (focused) {
      const box = boxAt(view, indexToPos(view.state.doc, focused.run.index));
      this.#focused.set({ ...focused, box });
    }
  }

  /** Alt+Up and Alt+Down go to the previous and next change of author; Escape closes the card. */
  onKey(view: EditorView, event: KeyboardEvent): boolean {
    if (!this.#shown.getSnapshot()) return false;
    if (event.key === "Escape" && this.#focused.getSnapshot() !== null) {
      this.clear();
      return true;
    }
    const isPlainAlt = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!isPlainAlt || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return false;
    this.#go(view, event.key === "ArrowDown" ? 1 : -1);
    return true;
  }

  onPointerMove(view: EditorView, event: PointerEvent): void {
    if (!this.#shown.getSnapshot() || event.pointerType !== "mouse") return;
    if (event.buttons !== 0) {
      this.clear();
      return;
    }
    const { clientX, clientY } = event;
    this.#hover.set(HOVER_MS, () => this.#focusAt(view, clientX, clientY, "mouse"));
  }

  /** A finger leaves whenever it is lifted: what a tap has shown stays. */
  onPointerLeave(): void {
    this.#hover.clear();
    if (this.#focused.getSnapshot()?.by === "mouse") this.clear();
  }

  /** A finger has no hover: a tap shows the card. */
  onPointerUp(view: EditorView, event: PointerEvent): void {
    if (!this.#shown.getSnapshot() || event.pointerType === "mouse") return;
    this.#focusAt(view, event.clientX, event.clientY, "touch");
  }

  #focusAt(view: EditorView, left: number, top: number, by: "mouse" | "touch"): void {
    if (view.isDestroyed) return;
    const found = view.posAtCoords({ left, top });
    const run =
      found && found.inside >= 0 ? this.#runAt(posToIndex(view.state.doc, found.pos)) : null;
    if (run === null) this.clear();
    else this.#show(view, run, by, { left, top: top - 12, bottom: top + 12 });
  }

  #runAt(index: number): AuthorRun | null {
    const { spans, own } = this.#store;
    const runs = authorRuns(this.#content, spans, own);
    const run = runs.find((candidate) => index < candidate.index + candidate.length);
    if (!run) return null;
    const [exact] = authorRuns(this.#content, spans, own, index, index + 1);
    return exact ? { ...run, span: exact.span } : run;
  }

  #go(view: EditorView, direction: 1 | -1): void {
    const { doc, selection } = view.state;
    const runs = authorRuns(this.#content, this.#store.spans, this.#store.own);
    const text = plainText(this.#content);
    const run = neighbour(runs, text, posToIndex(doc, selection.head), direction);
    if (run === null) {
      this.clear();
      this.#say(direction === 1 ? texts.noChangeAfter : texts.noChangeBefore);
      return;
    }
    const pos = indexToPos(doc, run.index);
    const place = TextSelection.near(doc.resolve(pos), 1);
    view.dispatch(view.state.tr.setSelection(place).scrollIntoView());
    this.#show(view, run, "key", boxAt(view, pos));
    this.#say(`${describe(run, this.#store).headline}, ${texts.card.words(wordsIn(run, text))}`);
  }

  #show(view: EditorView, run: AuthorRun, by: Focused["by"], box: Focused["box"]): void {
    if (view.isDestroyed) return;
    this.#focused.set({ run, by, box, words: wordsIn(run, plainText(this.#content)) });
  }
}

function wordsIn(run: AuthorRun, text: string): number {
  return countWords(text.slice(run.index, run.index + run.length));
}

function boxAt(view: EditorView, pos: number): Focused["box"] {
  try {
    return view.coordsAtPos(pos, 1);
  } catch {
    // Nothing is laid out (a hidden editor).
    return { left: 0, top: 0, bottom: 0 };
  }
}
