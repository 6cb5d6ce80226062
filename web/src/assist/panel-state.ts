/**
 * What the panel shows: requests, newest first, each with its cards.
 *
 * A pure reducer. Its inputs are what people do and what the server streams; a card moves
 * asking -> writing -> ready, or ends as stopped or failed, and never leaves an end state.
 */

import type { Recipe } from "../wire/recipes";
import type { Passage, Suggestion, SuggestionEvent, TokenUsage, TurnedDown } from "../wire/types";

type CardState = "asking" | "writing" | "ready" | "stopped" | "failed";

export interface Failure {
  readonly slug: string;
  /** A full sentence for the card. */
  readonly message: string;
  readonly retryable: boolean;
}

export interface Card {
  /** Stable while the card exists, also before the server has named the suggestion. */
  readonly key: string;
  /** The suggestion's id, once started. */
  readonly id: string | null;
  readonly number: number | null;
  readonly label: string;
  readonly model: string;
  /** As the server has it. */
  readonly text: string;
  /** What the person made of it in the card; null where it is as served. */
  readonly edited: string | null;
  readonly state: CardState;
  readonly rules: readonly string[];
  readonly tookMs: number | null;
  /** Null where no model was asked. */
  readonly usage: TokenUsage | null;
  /** US dollars; null where the price is not known. */
  readonly cost: number | null;
  readonly failure: Failure | null;
}

export interface Asked {
  readonly key: string;
  readonly passage: Passage;
  readonly recipe: Recipe;
  readonly instruction: string | null;
  /** What the person did not want before they asked this. */
  readonly turnedDown: readonly TurnedDown[];
  /** Display name of who asked. */
  readonly askedBy: string;
  /** When, in ms since the epoch. */
  readonly at: number;
  readonly cards: readonly Card[];
  /** True when it was asked before this page was opened. */
  readonly earlier: boolean;
}

export interface PanelState {
  readonly asked: readonly Asked[];
}

export const EMPTY: PanelState = { asked: [] };

export type PanelAction =
  | {
      readonly type: "asked";
      readonly key: string;
      readonly passage: Passage;
      readonly recipe: Recipe;
      readonly instruction: string | null;
      readonly turnedDown: readonly TurnedDown[];
      readonly alternatives: number;
      readonly askedBy: string;
      readonly at: number;
    }
  | { readonly type: "streamed"; readonly key: string; readonly event: SuggestionEvent }
  /** The stream ended without `done`, or could not be opened. */
  | { readonly type: "broke"; readonly key: string; readonly failure: Failure }
  /** A person stopped one card, or (without `card`) the whole request. */
  | { readonly type: "stopped"; readonly key: string; readonly card?: string }
  /** A person changed the text in a card. */
  | { readonly type: "edited"; readonly key: string; readonly card: string; readonly text: string }
  /** A person put a card away, or (without `card`) the whole request. */
  | { readonly type: "dismissed"; readonly key: string; readonly card?: string }
  | {
      readonly type: "loaded";
      readonly suggestions: readonly Suggestion[];
    };

/** The state after `action`; the same object when nothing changed. */
export function panelReducer(state: PanelState, action: PanelAction): PanelState {
  switch (action.type) {
    case "asked":
      return { asked: [newlyAsked(action), ...state.asked] };
    case "streamed":
      return changeAsked(state, action.key, (asked) => receive(asked, action.event));
    case "broke":
      return changeAsked(state, action.key, (asked) =>
        changeCards(asked, isOpen, (card) => ({
          ...card,
          state: "failed",
          failure: action.failure,
        })),
      );
    case "stopped":
      return changeAsked(state, action.key, (asked) =>
        changeCards(
          asked,
          (card) => isOpen(card) && (action.card === undefined || card.key === action.card),
          (card) => ({ ...card, state: "stopped" }),
        ),
      );
    case "edited":
      return changeAsked(state, action.key, (asked) =>
        changeCards(
          asked,
          (card) => card.key === action.card && card.state === "ready",
          (card) => ({ ...card, edited: action.text === card.text ? null : action.text }),
        ),
      );
    case "dismissed":
      return dismiss(state, action.key, action.card);
    case "loaded":
      return load(state, action.suggestions);
  }
}

/** True while a card may still change by itself. */
export function isOpen(card: Card): boolean {
  return card.state === "asking" || card.state === "writing";
}

/** The text that a card shows and places. */
export function textOfCard({ text, edited }: Card): string {
  return edited ?? text;
}

/** True while a request may still change by itself. */
export function isRunning(asked: Asked): boolean {
  return asked.cards.some(isOpen);
}

/** The suggestions of a request, and what was turned down before it: none of these is wanted. */
export function noneOf({ turnedDown, cards }: Asked): TurnedDown[] {
  const ready = cards.filter((card) => card.state === "ready");
  const here = ready.map(({ label, text }) => ({ label, text }));
  return [...turnedDown, ...here].slice(-MAX_TURNED_DOWN);
}

/** As many as the server takes. */
const MAX_TURNED_DOWN = 15;

/** The one reason why every card failed; null when not all did, or for different reasons. */
export function commonFailure(cards: readonly Card[]): Failure | null {
  const first = cards[0]?.failure ?? null;
  if (first === null || cards.length < 2) return null;
  return cards.every((card) => card.failure?.message === first.message) ? first : null;
}

function newlyAsked(action: Extract<PanelAction, { type: "asked" }>): Asked {
  const { key, passage, recipe, instruction, turnedDown, askedBy, at } = action;
  const cards = Array.from({ length: action.alternatives }, (_, index) => blankCard(key, index));
  return { key, passage, recipe, instruction, turnedDown, askedBy, at, cards, earlier: false };
}

function blankCard(key: string, index: number): Card {
  return {
    key: `${key}.${index}`,
    id: null,
    number: null,
    label: "",
    model: "",
    text: "",
    edited: null,
    state: "asking",
    rules: [],
    tookMs: null,
    usage: null,
    cost: null,
    failure: null,
  };
}

function receive(asked: Asked, event: SuggestionEvent): Asked {
  switch (event.type) {
    case "started":
      return start(asked, event.alternatives);
    case "delta":
      return changeCards(asked, named(event.id), (card) => ({
        ...card,
        state: "writing",
        text: card.text + event.text,
      }));
    case "finished":
      return changeCards(asked, named(event.id), (card) => ({
        ...card,
        state: "ready",
        text: event.text,
        rules: event.rules,
        model: event.model,
        tookMs: event.took_ms,
        usage: event.usage,
        cost: event.cost,
      }));
    case "failed":
      return changeCards(asked, named(event.id), (card) => ({
        ...card,
        state: "failed",
        failure: { slug: event.slug, message: event.message, retryable: event.retryable },
      }));
    case "done":
      return asked;
  }
}

type Alternative = Extract<SuggestionEvent, { type: "started" }>["alternatives"][number];

/** Names the waiting cards; the server may serve fewer or more than were asked for. */
function start(asked: Asked, alternatives: readonly Alternative[]): Asked {
  const named = alternatives.map((alternative, index) => ({
    ...(asked.cards.find((card) => card.key === `${asked.key}.${index}`) ??
      blankCard(asked.key, index)),
    ...alternative,
  }));
  return { ...asked, cards: named };
}

const named =
  (id: string) =>
  (card: Card): boolean =>
    card.id === id && isOpen(card);

function changeAsked(state: PanelState, key: string, change: (asked: Asked) => Asked): PanelState {
  let changed = false;
  const asked = state.asked.map((one) => {
    if (one.key !== key) return one;
    const next = change(one);
    changed ||= next !== one;
    return next;
  });
  return changed ? { asked } : state;
}

function changeCards(
  asked: Asked,
  which: (card: Card) => boolean,
  change: (card: Card) => Card,
): Asked {
  if (!asked.cards.some(which)) return asked;
  return { ...asked, cards: asked.cards.map((card) => (which(card) ? change(card) : card)) };
}

function dismiss(state: PanelState, key: string, card: string | undefined): PanelState {
  const kept = state.asked.flatMap((asked) => {
    if (asked.key !== key) return [asked];
    if (card === undefined) return [];
    const cards = asked.cards.filter((one) => one.key !== card);
    return cards.length === 0 ? [] : [{ ...asked, cards }];
  });
  return { asked: kept };
}

/** Adds what was asked before; requests that are on the page already stay as they are. */
function load(state: PanelState, suggestions: readonly Suggestion[]): PanelState {
  const here = new Set(state.asked.flatMap((asked) => asked.cards.map((card) => card.id)));
  const groups = new Map<string, Suggestion[]>();
  for (const suggestion of suggestions) {
    if (here.has(suggestion.id) || suggestion.state !== "ready") continue;
    const group = groups.get(suggestion.request) ?? [];
    group.push(suggestion);
    groups.set(suggestion.request, group);
  }
  const earlier = [...groups].map(([request, group]) => earlierAsked(request, group));
  return earlier.length === 0 ? state : { asked: [...state.asked, ...earlier] };
}

function earlierAsked(request: string, group: readonly Suggestion[]): Asked {
  const ordered = [...group].sort((one, other) => one.number - other.number);
  const first = ordered[0] as Suggestion;
  return {
    key: request,
    passage: first.passage,
    recipe: first.recipe,
    instruction: first.instruction,
    turnedDown: [],
    askedBy: first.asked_by.name,
    at: first.at,
    earlier: true,
    cards: ordered.map((suggestion) => ({
      key: suggestion.id,
      id: suggestion.id,
      number: suggestion.number,
      label: suggestion.label,
      model: suggestion.model,
      text: suggestion.text,
      edited: null,
      state: "ready",
      rules: suggestion.rules,
      tookMs: suggestion.took_ms,
      usage: suggestion.usage,
      cost: suggestion.cost,
      failure: null,
    })),
  };
}
