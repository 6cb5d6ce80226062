import { describe, expect, it } from "vitest";
import type { Person, Suggestion, SuggestionEvent } from "../wire/types";
import {
  type Asked,
  type Card,
  commonFailure,
  EMPTY,
  isRunning,
  noneOf,
  type PanelAction,
  type PanelState,
  panelReducer,
  roundsOf,
  textOfCard,
} from "./panel-state";

const PASSAGE = { text: "In order to win.", before: "", after: " We try." };

const ADA: Person = { id: "p_1", name: "Ada", initials: "A", colour: 0, kind: "guest" };

const ASKED: PanelAction = {
  type: "asked",
  key: "k1",
  passage: PASSAGE,
  recipe: "shorten",
  instruction: null,
  turnedDown: [],
  alternatives: 3,
  askedBy: ADA,
  at: 1000,
};

const STARTED: SuggestionEvent = {
  type: "started",
  request: "q_1",
  alternatives: [
    { id: "s_1", number: 7, label: "Shorter", model: "M" },
    { id: "s_2", number: 8, label: "Plainer", model: "M" },
    { id: "s_3", number: 9, label: "Direct", model: "M" },
  ],
};

const finished = (id: string, text: string): SuggestionEvent => ({
  type: "finished",
  id,
  text,
  rules: ["wordy phrase: in order to → to"],
  model: "M",
  took_ms: 1200,
  usage: { input: 40, output: 12 },
  cost: 0.0003,
});

const streamed = (event: SuggestionEvent): PanelAction => ({ type: "streamed", key: "k1", event });

const play = (...actions: PanelAction[]): PanelState => actions.reduce(panelReducer, EMPTY);

const cards = (state: PanelState): readonly Card[] => state.asked[0]?.cards ?? [];

const states = (state: PanelState): string[] => cards(state).map((card) => card.state);

const failure = { slug: "model-timeout", message: "It took too long.", retryable: true };

describe("the panel", () => {
  it("shows as many waiting cards as were asked for, the newest request first", () => {
    const state = play(ASKED, { ...ASKED, key: "k2", alternatives: 2 });
    expect(state.asked.map((asked) => asked.key)).toEqual(["k2", "k1"]);
    expect(states(state)).toEqual(["asking", "asking"]);
  });

  it("forgets what a card said when it is written anew", () => {
    const before = play(
      ASKED,
      streamed(STARTED),
      streamed({ type: "delta", id: "s_1", text: "Twi" }),
    );
    const [card] = cards(panelReducer(before, streamed({ type: "restarted", id: "s_1" })));
    expect(card).toMatchObject({ state: "asking", text: "" });
  });

  it("keeps a card's key while the server names it", () => {
    const before = cards(play(ASKED)).map((card) => card.key);
    const after = cards(play(ASKED, streamed(STARTED)));
    expect(after.map((card) => card.key)).toEqual(before);
    expect(after.map((card) => card.number)).toEqual([7, 8, 9]);
    expect(after.map((card) => card.state)).toEqual(["asking", "asking", "asking"]);
  });

  it("follows the server when it serves fewer or more", () => {
    const two = { ...STARTED, alternatives: STARTED.alternatives.slice(0, 2) };
    expect(states(play(ASKED, streamed(two)))).toEqual(["asking", "asking"]);
    const one = { ...ASKED, alternatives: 1 };
    expect(states(play(one, streamed(STARTED)))).toHaveLength(3);
  });

  it("lets alternatives arrive interleaved", () => {
    const state = play(
      ASKED,
      streamed(STARTED),
      streamed({ type: "delta", id: "s_1", text: "To " }),
      streamed({ type: "delta", id: "s_2", text: "Win" }),
      streamed({ type: "delta", id: "s_1", text: "win" }),
    );
    expect(cards(state).map((card) => card.text)).toEqual(["To win", "Win", ""]);
    expect(states(state)).toEqual(["writing", "writing", "asking"]);
  });

  it("takes the finished text as it is stored, whatever streamed before", () => {
    const state = play(
      ASKED,
      streamed(STARTED),
      streamed({ type: "delta", id: "s_1", text: "To win, " }),
      streamed(finished("s_1", "To win.")),
    );
    expect(cards(state)[0]).toMatchObject({ state: "ready", text: "To win.", tookMs: 1200 });
    expect(cards(state)[0]?.rules).toEqual(["wordy phrase: in order to → to"]);
  });

  it("fails one card and leaves the others", () => {
    const state = play(
      ASKED,
      streamed(STARTED),
      streamed({ type: "failed", id: "s_2", ...failure }),
      streamed(finished("s_1", "A")),
    );
    expect(states(state)).toEqual(["ready", "failed", "asking"]);
    expect(cards(state)[1]?.failure).toEqual(failure);
    expect(isRunning(state.asked[0] ?? expect.fail())).toBe(true);
  });

  it("never changes a card that has ended", () => {
    const ready = play(ASKED, streamed(STARTED), streamed(finished("s_1", "A")));
    for (const action of [
      streamed({ type: "delta", id: "s_1", text: "more" }),
      streamed(finished("s_1", "B")),
      streamed({ type: "failed", id: "s_1", ...failure }),
    ])
      expect(panelReducer(ready, action)).toBe(ready);
  });

  it("stops one card, and ignores what still arrives for it", () => {
    const state = play(
      ASKED,
      streamed(STARTED),
      { type: "stopped", key: "k1", card: "k1.0" },
      streamed({ type: "delta", id: "s_1", text: "late" }),
    );
    expect(states(state)).toEqual(["stopped", "asking", "asking"]);
    expect(cards(state)[0]?.text).toBe("");
  });

  it("stops a whole request but not what is ready", () => {
    const state = play(ASKED, streamed(STARTED), streamed(finished("s_3", "C")), {
      type: "stopped",
      key: "k1",
    });
    expect(states(state)).toEqual(["stopped", "stopped", "ready"]);
    expect(isRunning(state.asked[0] ?? expect.fail())).toBe(false);
  });

  it("fails what was open when the stream broke", () => {
    const state = play(ASKED, streamed(STARTED), streamed(finished("s_1", "A")), {
      type: "broke",
      key: "k1",
      failure,
    });
    expect(states(state)).toEqual(["ready", "failed", "failed"]);
    expect(cards(state)[2]?.failure?.message).toBe("It took too long.");
  });

  it("knows when all failed for one reason, to say it once", () => {
    const broke = play(ASKED, streamed(STARTED), { type: "broke", key: "k1", failure });
    expect(commonFailure(cards(broke))).toEqual(failure);
    const some = play(ASKED, streamed(STARTED), streamed(finished("s_1", "A")), {
      type: "broke",
      key: "k1",
      failure,
    });
    expect(commonFailure(cards(some))).toBeNull();
    const other = play(
      ASKED,
      streamed(STARTED),
      streamed({ type: "failed", id: "s_1", ...failure, message: "Another reason." }),
      { type: "broke", key: "k1", failure },
    );
    expect(commonFailure(cards(other))).toBeNull();
  });

  it("puts cards away one by one, and the request with the last", () => {
    const one = play({ ...ASKED, alternatives: 2 }, { type: "dismissed", key: "k1", card: "k1.0" });
    expect(cards(one).map((card) => card.key)).toEqual(["k1.1"]);
    expect(panelReducer(one, { type: "dismissed", key: "k1", card: "k1.1" }).asked).toEqual([]);
    expect(play(ASKED, { type: "dismissed", key: "k1" }).asked).toEqual([]);
  });

  it("returns the same state when an action is about nothing here", () => {
    const state = play(ASKED);
    expect(panelReducer(state, { ...ASKED, type: "stopped", key: "other" })).toBe(state);
    expect(panelReducer(state, { type: "loaded", suggestions: [] })).toBe(state);
  });
});

describe("a card that is edited", () => {
  const READY = play(ASKED, streamed(STARTED), streamed(finished("s_1", "To win.")));
  const edited = (card: string, text: string): PanelAction => ({
    type: "edited",
    key: "k1",
    card,
    text,
  });
  const [ready, waiting] = cards(READY) as [Card, Card];

  it("shows and places what was made of it, and keeps what was served", () => {
    const card = cards(panelReducer(READY, edited(ready.key, "To win it.")))[0] as Card;
    expect(textOfCard(card)).toBe("To win it.");
    expect(card.text).toBe("To win.");
  });

  it("is as served once it reads like that again", () => {
    const changed = panelReducer(READY, edited(ready.key, "To"));
    const [again] = cards(panelReducer(changed, edited(ready.key, "To win.")));
    expect(again?.edited).toBeNull();
  });

  it("is ready: another one is left alone", () => {
    expect(cards(panelReducer(READY, edited(waiting.key, "Early")))[1]).toEqual(waiting);
  });
});

describe("none of these", () => {
  it("names what is ready, and what was turned down before, at most fifteen", () => {
    const turnedDown = Array.from({ length: 14 }, (_, n) => ({ label: "L", text: `Old ${n}` }));
    const asked = play(
      { ...ASKED, turnedDown },
      streamed(STARTED),
      streamed(finished("s_1", "One.")),
      streamed(finished("s_2", "Two.")),
    ).asked[0] as Asked;
    const none = noneOf(asked);
    expect(none.length).toBe(15);
    expect(none[0]?.text).toBe("Old 1");
    expect(none.slice(-2)).toEqual([
      { label: "Shorter", text: "One." },
      { label: "Plainer", text: "Two." },
    ]);
  });
});

describe("suggestions asked for earlier", () => {
  const served = (id: string, number: number, request: string): Suggestion => ({
    id,
    number,
    request,
    recipe: "shorten",
    instruction: null,
    passage: PASSAGE,
    label: "Shorter",
    text: `Text ${number}`,
    rules: [],
    model: "M",
    asked_by: ADA,
    at: 5,
    state: "ready",
    took_ms: 900,
    usage: { input: 1, output: 2 },
    cost: null,
    answered_by: null,
    shared_by: null,
    rating: 0,
    up: 0,
    down: 0,
    pinned: false,
    dismissed: false,
  });
  const loaded = (...suggestions: Suggestion[]): PanelAction => ({ type: "loaded", suggestions });

  it("are grouped by request under what is on the page", () => {
    const state = play(ASKED, {
      type: "loaded",
      suggestions: [served("s_6", 6, "q_2"), served("s_5", 5, "q_2"), served("s_4", 4, "q_1")],
    });
    expect(state.asked.map((asked) => [asked.key, asked.earlier])).toEqual([
      ["k1", false],
      ["q_2", true],
      ["q_1", true],
    ]);
    expect(state.asked[1]?.cards.map((card) => card.number)).toEqual([5, 6]);
    expect(state.asked[1]?.cards[0]).toMatchObject({ tookMs: 900, usage: { output: 2 } });
  });

  it("are left out when they are on the page or never became ready", () => {
    const state = play(ASKED, streamed(STARTED));
    const known = served("s_1", 7, "q_1");
    const failed = { ...served("s_9", 3, "q_0"), state: "failed" as const };
    expect(panelReducer(state, loaded(known, failed))).toBe(state);
  });

  it("are brought up to date with what the team says of them", () => {
    const state = play(loaded(served("s_4", 4, "q_1")));
    const shared = { ...served("s_4", 4, "q_1"), up: 2, shared_by: ADA };
    const [card] = cards(panelReducer(state, loaded(shared)));
    expect(card?.team).toMatchObject({ up: 2, sharedBy: ADA });
    const [marked] = cards(panelReducer(state, { type: "marked", suggestion: shared }));
    expect(marked?.team.up).toBe(2);
  });

  it("go when they are not shown any more, and do not come back once put away", () => {
    const state = play(loaded(served("s_4", 4, "q_1"), served("s_5", 5, "q_2")));
    const left = panelReducer(state, loaded(served("s_5", 5, "q_2")));
    expect(left.asked.map(({ key }) => key)).toEqual(["q_2"]);
    const none = panelReducer(left, { type: "dismissed", key: "q_2" });
    expect(panelReducer(none, loaded(served("s_5", 5, "q_2"))).asked).toEqual([]);
    const putAway = { ...served("s_6", 6, "q_3"), dismissed: true };
    expect(play(loaded(putAway)).asked).toEqual([]);
  });

  it("become ready when a teammate has answered", () => {
    const asking = {
      ...served("s_7", 7, "q_4"),
      state: "asking" as const,
      answered_by: ADA,
      text: "",
    };
    const state = play(loaded(asking));
    expect(states(state)).toEqual(["asking"]);
    const [card] = cards(panelReducer(state, loaded({ ...asking, state: "ready", text: "So." })));
    expect(card).toMatchObject({ state: "ready", text: "So." });
  });
});

describe("rounds", () => {
  it("are requests for the same of the same passage, oldest first", () => {
    const again = { ...ASKED, key: "k2" };
    const other = { ...ASKED, key: "k3", recipe: "plain" };
    const rounds = roundsOf(play(ASKED, again, other).asked);
    expect(rounds.map((round) => round.map(({ key }) => key))).toEqual([["k3"], ["k1", "k2"]]);
  });
});
