/**
 * What the panel may know of the page: the passage at the caret, where asked-about passages are,
 * and the placing. It hides the editor from the rest of the assistant.
 */

import type { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { Cell, type Readable } from "../sync/readable";
import type { Passage, PassageIds } from "../wire/types";
import { type Heard, type Placeable, Placing, type PlacingState } from "./placing";
import { listenForPlace } from "./placing-input";
import {
  type Captured,
  chooseScope,
  currentPassage,
  followedRange,
  followPassage,
  forgetPassage,
  markPassage,
  passagePlugin,
  showPassage,
} from "./placing-passage";
import type { Range, Scope } from "./placing-scope";

/** How long in ms after the last change the passage is read again. */
const SETTLE_MS = 80;

const IDLE: PlacingState = { mode: "idle" };

/** One document page's desk; it outlives the editor views that come and go under it. */
export class Desk {
  readonly #passage = new Cell<Captured | null>(null);
  readonly #placing = new Cell<PlacingState>(IDLE);
  readonly #events: Heard;
  readonly #identify: (captured: Captured) => PassageIds;
  #current: Placing | null = null;
  #timer = 0;
  #leave: () => void = () => undefined;
  /** To be given to the editor. */
  readonly plugin: Plugin;

  /**
   * @param events What to do when something is placed.
   * @param identify Says which ids a passage consists of.
   */
  constructor(events: Heard, identify: (captured: Captured) => PassageIds) {
    this.#events = events;
    this.#identify = identify;
    this.plugin = passagePlugin((view) => this.#readSoon(view));
  }

  /** The passage that asking would be about, a little after it changed. */
  get passage(): Readable<Captured | null> {
    return this.#passage;
  }

  /** The passage at this very moment. */
  capture(): Captured | null {
    window.clearTimeout(this.#timer);
    if (this.#current !== null) this.#read(this.#current.view);
    return this.#passage.getSnapshot();
  }

  /** A passage as it was captured just now, with the ids that tell whose words it is. */
  identified(captured: Captured): Passage {
    return { ...captured.passage, ids: this.#identify(captured) };
  }

  /** From now on asking is about this much, until something is selected. */
  choose(scope: Scope): void {
    if (this.#current === null) return;
    chooseScope(this.#current.view, scope);
    this.#read(this.#current.view);
  }

  get placing(): Readable<PlacingState> {
    return this.#placing;
  }

  /** Takes up a view that became ready, or (`null`) leaves the one that went away. */
  attach(view: EditorView | null, page: HTMLElement | null): void {
    this.#leave();
    this.#leave = () => undefined;
    this.#current = null;
    this.#placing.set(IDLE);
    if (view === null || page === null) return;
    const placing = new Placing(view, page, this.#events);
    const unsubscribe = placing.subscribe(() => this.#placing.set(placing.getSnapshot()));
    const unlisten = listenForPlace(placing);
    this.#current = placing;
    this.#read(view);
    this.#leave = () => {
      unsubscribe();
      unlisten();
    };
  }

  /** Follows the passage of a request through all edits. */
  follow(name: string, range: Range): void {
    if (this.#current !== null) followPassage(this.#current.view, name, range);
  }

  /** Follows under `name` what is followed under `other` too. */
  followSame(other: string, name: string): void {
    if (this.#current === null) return;
    const range = followedRange(this.#current.view.state, other);
    if (range !== null) this.follow(name, range);
  }

  forget(name: string): void {
    if (this.#current !== null) forgetPassage(this.#current.view, name);
  }

  /** Marks the passage at the caret (`true`), a followed one, or none, in the page. */
  mark(marked: string | boolean): void {
    if (this.#current !== null) markPassage(this.#current.view, marked);
  }

  /** Leads to a followed passage; false once its words are gone. */
  show(name: string): boolean {
    return this.#current !== null && showPassage(this.#current.view, name);
  }

  /** *Place…* */
  begin(item: Placeable): void {
    this.#current?.begin(item);
  }

  drag(item: Placeable): void {
    this.#current?.drag(item);
  }

  aimAt(x: number, y: number): void {
    this.#current?.aimAt(x, y, false);
  }

  /** The end of a drag by touch. */
  drop(): void {
    if (this.#current?.confirm() === false) this.#current.cancel();
  }

  /** Cancels a drag or *Place…*; nothing happens when nothing is being placed. */
  cancel(): void {
    this.#current?.cancel();
  }

  focusPage(): void {
    this.#current?.view.focus();
  }

  /** While somebody types, the panel waits: a key must be on the page before anything else. */
  #readSoon(view: EditorView): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      if (!view.isDestroyed) this.#read(view);
    }, SETTLE_MS);
  }

  #read(view: EditorView): void {
    const next = currentPassage(view.state);
    if (!samePassage(this.#passage.getSnapshot(), next)) this.#passage.set(next);
  }
}

function samePassage(one: Captured | null, other: Captured | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.range.from === other.range.from &&
    one.range.to === other.range.to &&
    one.scope === other.scope &&
    one.hasSelection === other.hasSelection &&
    one.passage.text === other.passage.text &&
    one.passage.before === other.passage.before &&
    one.passage.after === other.passage.after
  );
}
