/** Which passage is being looked at: with the pointer, by a tap, or from author to author by key. */
import type { EditorView } from "prosemirror-view";
import { indexToPos, posToIndex } from "../editor/positions";
import type { CharId } from "../model/ids";
import { Alarm, type Clock, systemClock } from "../sync/clock";
import { Cell, Channel, type Disposer, type Readable } from "../sync/readable";
import type { AuthoredText } from "./authored-text";
import { describe, spoken } from "./describe";
import { goTo, showRange } from "./go-to";
import { type Passage, passageAt } from "./passage";
import { nextStop } from "./stops";
import type { AuthorshipStore } from "./store";
import { authorshipTexts as texts } from "./texts";
import { whenceOf } from "./whence";

/** A place in the window beside which a card is shown. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Focused {
  readonly passage: Passage;
  /** The character that was pointed at. */
  readonly id: CharId;
  readonly by: "mouse" | "touch" | "key";
  readonly box: Box;
}

export interface FocusOptions {
  readonly text: AuthoredText;
  readonly store: AuthorshipStore;
  readonly shown: Readable<boolean>;
  /** Reads a text to people who do not see the card. */
  readonly say: (text: string) => void;
  readonly clock?: Clock;
}

const HOVER_MS = 300;
/** How long the pointer may take from the words to their card. */
const LEAVE_MS = 250;
/** Half the height of a line of text. */
const HALF_LINE_PX = 12;

export class Focus {
  readonly #options: FocusOptions;
  readonly #hover: Alarm;
  readonly #leave: Alarm;
  readonly #focused = new Cell<Focused | null>(null);
  /** The keyboard goes into the card. */
  readonly enters = new Channel<null>();
  #view: EditorView | null = null;

  constructor(options: FocusOptions) {
    this.#options = options;
    const clock = options.clock ?? systemClock;
    this.#hover = new Alarm(clock);
    this.#leave = new Alarm(clock);
  }

  get focused(): Readable<Focused | null> {
    return this.#focused;
  }

  /** Works in this editor until disposed of. */
  attach(view: EditorView): Disposer {
    this.#view = view;
    const { text, store } = this.#options;
    const follow = () => this.#follow();
    const disposers = [text.content.version.subscribe(follow), store.version.subscribe(follow)];
    return () => {
      for (const dispose of disposers) dispose();
      this.clear();
      this.#view = null;
    };
  }

  clear(): void {
    this.#hover.clear();
    this.#leave.clear();
    this.#focused.set(null);
  }

  /** Closes the card and goes back to the text. */
  close(): void {
    this.clear();
    this.#view?.focus();
  }

  /** Leaves the card open and goes on writing. */
  backToText(): void {
    this.#view?.focus();
  }

  /** The editor shows another text: whoever writes does not look at cards. */
  onChange(isOwn: boolean): void {
    if (isOwn) this.clear();
  }

  /** The text moved under its window: a card at the caret goes with it. */
  onScroll(): void {
    this.#hover.clear();
    const focused = this.#focused.getSnapshot();
    if (focused === null || this.#view === null) return;
    if (focused.by !== "key") this.clear();
    else this.#show(focused.passage, focused.id, "key", this.#boxAt(focused.id));
  }

  /** F8 and Shift+F8 go to the next and previous author, Tab into the card, Escape closes it. */
  onKey(event: KeyboardEvent): boolean {
    if (!this.#options.shown.getSnapshot()) return false;
    if (event.altKey || event.ctrlKey || event.metaKey) return false;
    if (event.key === "F8") {
      this.go(event.shiftKey ? -1 : 1);
      return true;
    }
    const focused = this.#focused.getSnapshot();
    if (focused === null) return false;
    if (event.key === "Tab" && !event.shiftKey && focused.by === "key") {
      this.enters.emit(null);
      return true;
    }
    if (event.key !== "Escape") return false;
    this.clear();
    return true;
  }

  onPointerMove(event: PointerEvent): void {
    if (!this.#options.shown.getSnapshot() || event.pointerType !== "mouse") return;
    if (event.buttons !== 0) {
      this.clear();
      return;
    }
    this.#leave.clear();
    const { clientX, clientY } = event;
    this.#hover.set(HOVER_MS, () => this.#focusAt(clientX, clientY, "mouse"));
  }

  /** Whoever clicks into the text wants to write or select, and has looked. */
  onPointerDown(event: PointerEvent): void {
    if (event.pointerType === "mouse") this.clear();
  }

  /** A finger leaves whenever it is lifted: what a tap has shown stays. */
  onPointerLeave(): void {
    this.#hover.clear();
    if (this.#focused.getSnapshot()?.by === "mouse") {
      this.#leave.set(LEAVE_MS, () => this.clear());
    }
  }

  /** The pointer has reached the card. */
  onPointerInCard(): void {
    this.#leave.clear();
  }

  /** A finger has no hover: a tap shows the card. */
  onPointerUp(event: PointerEvent): void {
    if (!this.#options.shown.getSnapshot() || event.pointerType === "mouse") return;
    this.#focusAt(event.clientX, event.clientY, "touch");
  }

  /** Goes to the next (1) or previous (-1) change of author, shows its card and says it. */
  go(direction: 1 | -1): void {
    const view = this.#view;
    if (view === null) return;
    const { text, say } = this.#options;
    const index = nextStop(text, posToIndex(view.state.doc, view.state.selection.head), direction);
    const found = index === null ? null : this.#passageAt(index);
    if (index === null || found === null) {
      this.clear();
      say(direction === 1 ? texts.said.noChangeAfter : texts.said.noChangeBefore);
      return;
    }
    goTo(view, index);
    this.#show(found.passage, found.id, "key", boxAt(view, index));
    const about = spoken(describe(found.passage, text, this.#options.store));
    say(`${about}. ${texts.card.more}`);
  }

  /** Selects what the words of the card came from, or shows where it was, and says so. */
  showSource(): void {
    const view = this.#view;
    const focused = this.#focused.getSnapshot();
    const { text, store, say } = this.#options;
    const whence = focused && whenceOf(focused.passage, text, store.document);
    if (view === null || whence === null || whence.kind === "elsewhere") return;
    this.clear();
    if (whence.kind === "live") {
      showRange(view, whence.from, whence.to);
      say(texts.said.source(whence.line));
    } else if (whence.index !== null && whence.line !== null) {
      showRange(view, whence.index, whence.index);
      say(texts.said.place(whence.line));
    }
  }

  #focusAt(left: number, top: number, by: "mouse" | "touch"): void {
    const view = this.#view;
    if (view === null || view.isDestroyed) return;
    const place = view.posAtCoords({ left, top });
    const index = place && place.inside >= 0 ? posToIndex(view.state.doc, place.pos) : null;
    const found = index === null ? null : this.#passageAt(index);
    if (found === null) {
      this.clear();
      return;
    }
    const before = this.#focused.getSnapshot();
    // The card does not follow the pointer within what it is about.
    if (before?.by === by && before.passage.index === found.passage.index) return;
    const box = { left, top: top - HALF_LINE_PX, bottom: top + HALF_LINE_PX };
    this.#show(found.passage, found.id, by, box);
  }

  #passageAt(index: number): { passage: Passage; id: CharId } | null {
    const { text } = this.#options;
    const here = text.at(index);
    const passage = passageAt(text, index);
    return here && passage && { passage, id: { client: here.client, clock: here.clock } };
  }

  /** The text or what is known of it has changed: the card says what holds now, at the same characters. */
  #follow(): void {
    const focused = this.#focused.getSnapshot();
    if (focused === null || this.#view === null) return;
    const index = this.#options.text.content.indexOf(focused.id);
    const found = index === null ? null : this.#passageAt(index);
    if (found === null) this.clear();
    else {
      const box = focused.by === "key" ? this.#boxAt(focused.id) : focused.box;
      this.#show(found.passage, focused.id, focused.by, box);
    }
  }

  #boxAt(id: CharId): Box {
    const index = this.#options.text.content.indexOf(id);
    return this.#view === null || index === null ? NOWHERE : boxAt(this.#view, index);
  }

  #show(passage: Passage, id: CharId, by: Focused["by"], box: Box): void {
    this.#focused.set({ passage, id, by, box });
  }
}

const NOWHERE: Box = { left: 0, top: 0, bottom: 0 };

function boxAt(view: EditorView, index: number): Box {
  try {
    return view.coordsAtPos(indexToPos(view.state.doc, index), 1);
  } catch {
    // Nothing is laid out (a hidden editor).
    return NOWHERE;
  }
}
