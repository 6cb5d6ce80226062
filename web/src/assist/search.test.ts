// @vitest-environment node
import { describe, expect, it } from "vitest";
import { type Asked, EMPTY, panelReducer } from "./panel-state";
import { searched } from "./search";

const asked = (text: string, instruction: string | null, key: string): Asked => {
  const state = panelReducer(EMPTY, {
    type: "asked",
    key,
    passage: { text, before: "", after: "" },
    recipe: "custom",
    instruction,
    turnedDown: [],
    alternatives: 2,
    askedBy: { id: "p_1", name: "Ada", initials: "A", colour: 0, kind: "guest" },
    at: 1,
  });
  const started = panelReducer(state, {
    type: "streamed",
    key,
    event: {
      type: "started",
      request: "q",
      alternatives: [{ id: `s_${key}`, number: 17, label: "Shorter", model: "M" }],
    },
  });
  return started.asked[0] as Asked;
};

describe("searching what was asked", () => {
  const bus = asked("The book bus stops here.", "Say it plainly", "k1");
  const cafe = asked("The Café opens at nine.", null, "k2");
  const all = [bus, cafe];

  it("finds every word, in the passage, the wish, the cards and who asked", () => {
    expect(searched(all, "bus plainly")).toEqual([bus]);
    expect(searched(all, "  ")).toBe(all);
    expect(searched(all, "bus nine")).toEqual([]);
    expect(searched(all, "s17 shorter ada")).toEqual(all);
  });

  it("does without case and accents", () => {
    expect(searched(all, "CAFE")).toEqual([cafe]);
    expect(searched(all, "café")).toEqual([cafe]);
  });
});
