/**
 * How a suggestion gets into the document: a person shows the place, and only then it is written.
 *
 * The one module (with its parts, `placing-*`) of the assistant that may touch the editor. A drag
 * and *Place…* end in the same `#place`, which is called from a drop, a click or Enter, never by
 * the assistant.
 */

import type { EditorView } from "prosemirror-view";
import {
  type Direction,
  dropTarget,
  moveDropCaret,
  placeAtCoords,
  showDropCaret,
} from "../editor/drop-target";
import { type PlaceTarget, placeText } from "../editor/write-door";
import type { Piece } from "../model/claims";
import { Cell, type Readable } from "../sync/readable";
import { followedRange, followPassage } from "./placing-passage";
import type { Range } from "./placing-scope";
import { scrollNearEdge } from "./placing-scroll";
import { type Neighbours, neighbours } from "./placing-where";

export type { Direction } from "../editor/drop-target";

/** Text of a ready suggestion on its way to a place. */
export interface Placeable {
  readonly suggestion: string;
  readonly number: number | null;
  readonly text: string;
  /** Which of it is the suggestion's; the rest the person wrote into the card. */
  readonly pieces: readonly Piece[];
  /** Name under which the passage it was asked about is followed. */
  readonly about: string;
  /** Why it is placed, where that is asked for. */
  readonly reason: string;
}

export type Target =
  | ({ readonly kind: "caret"; readonly at: number } & Neighbours)
  | ({ readonly kind: "passage" | "selection" } & Range);

export type PlacingState =
  | { readonly mode: "idle" }
  | {
      /** By *Place…* (`choosing`) or by a drag. */
      readonly mode: "choosing" | "dragging";
      readonly item: Placeable;
      readonly target: Target | null;
    };

/** What became of an attempt to place. */
export interface Heard {
  readonly onStarted: (item: Placeable) => void;
  /** The mark was moved with the keyboard. */
  readonly onMoved: (target: Target) => void;
  readonly onPlaced: (item: Placeable) => void;
  readonly onCancelled: () => void;
  /** The person may not write there, or not any more. */
  readonly onRefused: () => void;
}

const IDLE: PlacingState = { mode: "idle" };

/** One view's placing; `page` is the element that scrolls and receives clicks and drops. */
export class Placing implements Readable<PlacingState> {
  readonly #state = new Cell<PlacingState>(IDLE);
  readonly #heard: Heard;

  constructor(
    readonly view: EditorView,
    readonly page: HTMLElement,
    heard: Heard,
  ) {
    this.#heard = heard;
  }

  readonly getSnapshot = (): PlacingState => this.#state.getSnapshot();

  readonly subscribe = (listener: () => void): (() => void) => this.#state.subscribe(listener);

  /** *Place…*: the mark starts behind the passage, or at the caret when the passage is gone. */
  begin(item: Placeable): void {
    const { state } = this.view;
    const at = followedRange(state, item.about)?.to ?? state.selection.to;
    this.#start({ mode: "choosing", item, target: this.#caret(at) });
    this.view.focus();
    this.#reveal();
    this.#heard.onStarted(item);
  }

  /** A drag of `item` began. */
  drag(item: Placeable): void {
    this.#start({ mode: "dragging", item, target: null });
  }

  /** The pointer is at these client coordinates; `exact` aims inside a passage, not at all of it. */
  aimAt(x: number, y: number, exact: boolean): void {
    const now = this.getSnapshot();
    if (now.mode === "idle") return;
    if (now.mode === "dragging") scrollNearEdge(this.page, y);
    const at = isWithin(this.page, x, y) ? placeAtCoords(this.view, x, y) : null;
    if (at === null && now.mode === "choosing") return;
    this.#aim(at === null ? null : this.#targetAt(at, now.item, exact));
  }

  /** The pointer left the page: there is no place for now. */
  aimNowhere(): void {
    if (this.getSnapshot().mode === "dragging") this.#aim(null);
  }

  /** One step with the keyboard. */
  step(direction: Direction): void {
    const now = this.getSnapshot();
    if (now.mode === "idle") return;
    const { target } = now;
    if (target !== null && target.kind !== "caret") {
      const back = direction === "left" || direction === "up" || direction === "word-left";
      this.#aim(this.#caret(back ? target.from : target.to));
    } else {
      const at = moveDropCaret(this.view, direction);
      if (at !== null) this.#aim(this.#targetAt(at, now.item, false));
    }
    this.#reveal();
    const moved = this.getSnapshot();
    if (moved.mode !== "idle" && moved.target !== null) this.#heard.onMoved(moved.target);
  }

  /** Places at the mark; false (and nothing happens) when there is none. */
  confirm(): boolean {
    const now = this.getSnapshot();
    // Others may have written since: the editor's mark has moved with the text.
    const shown = dropTarget(this.view.state);
    if (now.mode === "idle" || now.target === null || shown === null) return false;
    this.#place(now.item, typeof shown === "number" ? { at: shown } : shown, now.target.kind);
    return true;
  }

  cancel(): void {
    if (this.getSnapshot().mode === "idle") return;
    this.#end();
    this.#heard.onCancelled();
  }

  #start(state: PlacingState): void {
    this.#state.set(state);
    if (state.mode !== "idle") this.#mark(state.target);
  }

  #aim(target: Target | null): void {
    const now = this.getSnapshot();
    if (now.mode === "idle" || sameTarget(now.target, target)) return;
    this.#state.set({ ...now, target });
    this.#mark(target);
  }

  #mark(target: Target | null): void {
    showDropCaret(this.view, target === null || target.kind !== "caret" ? target : target.at);
  }

  #targetAt(at: number, item: Placeable, exact: boolean): Target {
    if (exact) return this.#caret(at);
    const { selection } = this.view.state;
    const onto = [
      { kind: "selection" as const, range: selection.empty ? null : selection },
      { kind: "passage" as const, range: followedRange(this.view.state, item.about) },
    ];
    for (const { kind, range } of onto)
      if (range !== null && range.from < at && at < range.to)
        return { kind, from: range.from, to: range.to };
    return this.#caret(at);
  }

  #caret(at: number): Target {
    return { kind: "caret", at, ...neighbours(this.view.state.doc, at) };
  }

  #place(item: Placeable, where: PlaceTarget, kind: Target["kind"]): void {
    this.#end();
    const placed = placeText(this.view, where, item.text, item.pieces);
    if (placed === null) {
      this.#heard.onRefused();
      return;
    }
    // What took the passage's place is the passage now: another suggestion can take it again.
    if (kind === "passage") followPassage(this.view, item.about, placed);
    this.#heard.onPlaced(item);
  }

  #end(): void {
    this.#state.set(IDLE);
    if (!this.view.isDestroyed) showDropCaret(this.view, null);
  }

  #reveal(): void {
    const now = this.getSnapshot();
    if (now.mode === "idle" || now.target === null) return;
    const at = now.target.kind === "caret" ? now.target.at : now.target.from;
    const { top, bottom } = this.view.coordsAtPos(at);
    const frame = this.page.getBoundingClientRect();
    if (top < frame.top + MARGIN) this.page.scrollTop += top - frame.top - MARGIN;
    else if (bottom > frame.bottom - MARGIN_BELOW)
      this.page.scrollTop += bottom - frame.bottom + MARGIN_BELOW;
  }
}

/** Free space in px kept around the mark; below it are the bar that explains it and, on a phone, the sheet. */
const MARGIN = 80;
const MARGIN_BELOW = 200;

function isWithin(element: HTMLElement, x: number, y: number): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return left <= x && x <= right && top <= y && y <= bottom;
}

function sameTarget(one: Target | null, other: Target | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
