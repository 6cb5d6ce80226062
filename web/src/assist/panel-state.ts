/**
 * What the panel shows: requests, newest first, each with its cards.
 *
 * A pure reducer. Its inputs are what people do and what the server streams; a card moves
 * asking -> writing -> ready, or ends as stopped or failed, and never leaves an end state.
 */

import type {
  Passage,
  Person,
  Suggestion,
  SuggestionEvent,
  TokenUsage,
  TurnedDown,
} from "../wire/types";

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
  readonly team: Team;
}

/** What the team makes of a card. */
interface Team {
  /** The teammate who was asked instead of the assistant. */
  readonly answeredBy: Person | null;
  readonly sharedBy: Person | null;
  /** One's own rating: -1, 0 (none) or 1. */
  readonly rating: number;
  readonly up: number;
  readonly down: number;
  readonly pinned: boolean;
}

const NO_TEAM: Team = {
  answeredBy: null,
  sharedBy: null,
  rating: 0,
  up: 0,
  down: 0,
  pinned: false,
};

export interface Asked {
  readonly key: string;
  readonly passage: Passage;
  /** A recipe's id. */
  readonly recipe: string;
  readonly instruction: string | null;
  /** What the person did not want before they asked this. */
  readonly turnedDown: readonly TurnedDown[];
  /** Who asked; null before that is known. */
  readonly askedBy: Person | null;
  /** When, in ms since the epoch. */
  readonly at: number;
  readonly cards: readonly Card[];
  /** True when it was asked before this page was opened. */
  readonly earlier: boolean;
}

export interface PanelState {
  readonly asked: readonly Asked[];
  /** Ids of suggestions that were put away here, so that they do not come back. */
  readonly dismissed: ReadonlySet<string>;
}

export const EMPTY: PanelState = { asked: [], dismissed: new Set() };

export type PanelAction =
  | {
      readonly type: "asked";
      readonly key: string;
      readonly passage: Passage;
      readonly recipe: string;
      readonly instruction: string | null;
      readonly turnedDown: readonly TurnedDown[];
      readonly alternatives: number;
      readonly askedBy: Person | null;
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
  /** What the server shows to this person now. */
  | { readonly type: "loaded"; readonly suggestions: readonly Suggestion[] }
  /** The server took what the person said of a suggestion. */
  | { readonly type: "marked"; readonly suggestion: Suggestion };

/** The state after `action`; the same object when nothing changed. */
export function panelReducer(state: PanelState, action: PanelAction): PanelState {
  switch (action.type) {
    case "asked":
      return { ...state, asked: [newlyAsked(action), ...state.asked] };
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
    case "marked":
      return refresh(state, new Map([[action.suggestion.id, action.suggestion]]));
  }
}

/** True while a card may still change by itself; a teammate is not hurried. */
export function isOpen({ state, team }: Card): boolean {
  return (state === "asking" && team.answeredBy === null) || state === "writing";
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
    team: NO_TEAM,
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
    case "restarted":
      return changeCards(asked, named(event.id), (card) => ({
        ...card,
        state: "asking",
        text: "",
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
  return changed ? { ...state, asked } : state;
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
  const gone = idsToDismiss(state, key, card);
  const kept = state.asked.flatMap((asked) => {
    if (asked.key !== key) return [asked];
    if (card === undefined) return [];
    const cards = asked.cards.filter((one) => one.key !== card);
    return cards.length === 0 ? [] : [{ ...asked, cards }];
  });
  return { asked: kept, dismissed: new Set([...state.dismissed, ...gone]) };
}

/** Ids of the open questions to teammates among the cards of a request. */
export function questionsIn(state: PanelState, key: string, card?: string): string[] {
  const cards = state.asked.find((asked) => asked.key === key)?.cards ?? [];
  return cards
    .filter((one) => card === undefined || one.key === card)
    .flatMap(({ id, state: now, team }) =>
      id !== null && now === "asking" && team.answeredBy !== null ? [id] : [],
    );
}

/** Ids of the suggestions that putting away a card, or (without `card`) a request, is about. */
export function idsToDismiss(state: PanelState, key: string, card?: string): string[] {
  const cards = state.asked.find((asked) => asked.key === key)?.cards ?? [];
  return cards
    .filter((one) => card === undefined || one.key === card)
    .flatMap(({ id }) => (id === null ? [] : [id]));
}

/** Takes in what the server shows: what is here already is brought up to date, the rest added. */
function load(state: PanelState, suggestions: readonly Suggestion[]): PanelState {
  const shown = suggestions
    .filter(({ id, dismissed }) => !dismissed && !state.dismissed.has(id))
    .filter(isOfUse);
  const byId = new Map(shown.map((one) => [one.id, one]));
  const kept = refresh(withoutGone(state, byId), byId);
  const here = new Set(kept.asked.flatMap(({ cards }) => cards.map(({ id }) => id)));
  const groups = new Map<string, Suggestion[]>();
  for (const suggestion of shown) {
    if (here.has(suggestion.id)) continue;
    const group = groups.get(suggestion.request) ?? [];
    group.push(suggestion);
    groups.set(suggestion.request, group);
  }
  if (groups.size === 0) return kept;
  const added = [...groups].map(([request, group]) => earlierAsked(request, group));
  const asked = [...kept.asked, ...added].sort((one, other) => other.at - one.at);
  return { ...kept, asked };
}

/** Whether there is something to look at: text, or a question to a teammate. */
const isOfUse = ({ state, answered_by }: Suggestion): boolean =>
  state === "ready" || (state === "asking" && answered_by !== null);

/** Without cards that the server showed before and does not show any more. */
function withoutGone(state: PanelState, shown: ReadonlyMap<string, Suggestion>): PanelState {
  const isGone = (asked: Asked, { id }: Card): boolean =>
    asked.earlier && id !== null && !shown.has(id);
  if (!state.asked.some((asked) => asked.cards.some((card) => isGone(asked, card)))) return state;
  const asked = state.asked.flatMap((one) => {
    const cards = one.cards.filter((card) => !isGone(one, card));
    return cards.length === 0 ? [] : [{ ...one, cards }];
  });
  return { ...state, asked };
}

/** With what is new of suggestions that are here. */
function refresh(state: PanelState, known: ReadonlyMap<string, Suggestion>): PanelState {
  const asked = state.asked.map((one) => {
    const cards = one.cards.map((card) => {
      const told = card.id === null ? undefined : known.get(card.id);
      return told === undefined ? card : refreshed(card, told);
    });
    return cards.every((card, index) => card === one.cards[index]) ? one : { ...one, cards };
  });
  return asked.every((one, index) => one === state.asked[index]) ? state : { ...state, asked };
}

function refreshed(card: Card, told: Suggestion): Card {
  const team = teamOf(told);
  const isAnswered = team.answeredBy !== null && card.state === "asking" && told.state === "ready";
  const isSame = JSON.stringify(team) === JSON.stringify(card.team);
  if (isSame && !isAnswered) return card;
  return {
    ...card,
    team: isSame ? card.team : team,
    ...(isAnswered && { state: "ready" as const, text: told.text, tookMs: null }),
  };
}

function teamOf(told: Suggestion): Team {
  const { answered_by, shared_by, rating, up, down, pinned } = told;
  return { answeredBy: answered_by, sharedBy: shared_by, rating, up, down, pinned };
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
    askedBy: first.asked_by,
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
      state: suggestion.state,
      rules: suggestion.rules,
      tookMs: suggestion.answered_by === null ? suggestion.took_ms : null,
      usage: suggestion.usage,
      cost: suggestion.cost,
      failure: null,
      team: teamOf(suggestion),
    })),
  };
}

/** Requests for the same of the same passage, oldest first: one asked, and asked again. */
export function roundsOf(asked: readonly Asked[]): readonly (readonly Asked[])[] {
  const rounds = new Map<string, Asked[]>();
  for (const one of asked) {
    const { passage, recipe, instruction, askedBy } = one;
    const key = JSON.stringify([passage.text, recipe, instruction, askedBy?.id ?? null]);
    const round = rounds.get(key);
    if (round === undefined) rounds.set(key, [one]);
    else round.unshift(one);
  }
  return [...rounds.values()];
}
