import { describe, expect, it } from "vitest";
import type { ReviewPassage } from "../wire/review";
import {
  countOf,
  EVERYTHING,
  type Filter,
  isActive,
  matches,
  passageWith,
  type Sort,
  toggled,
} from "./filter";

const passage = (change: Partial<ReviewPassage>): ReviewPassage => ({
  key: "ai-1-0",
  kind: "ai",
  ids: [[1, 0, 3]],
  text: "One",
  hash: "",
  suggestion: "s_1",
  placed_by: "p_ada",
  at: 1,
  changed: false,
  placed: null,
  placers: ["p_ada"],
  people: ["p_ada"],
  state: "unreviewed",
  contested: false,
  reviews: [],
  contests: [],
  ...change,
});

const PASSAGES = [
  passage({ key: "a" }),
  passage({ key: "b", kind: "pasted", people: ["p_ben"], state: "reviewed" }),
  passage({ key: "c", kind: "undeclared", changed: true, state: "stale" }),
  passage({ key: "d", changed: true, state: "reviewed", contested: true }),
];

const shown = (sorts: readonly Sort[], person: string | null = null): string =>
  PASSAGES.filter((one) => matches(one, { sorts, person }))
    .map(({ key }) => key)
    .join("");

describe("what a review shows", () => {
  it("is everything while nothing is chosen", () => {
    expect(shown([])).toBe("abcd");
    expect(isActive(EVERYTHING)).toBe(false);
  });

  it("is one of the origins, and all of the rest", () => {
    expect(shown(["ai"])).toBe("ad");
    expect(shown(["ai", "pasted"])).toBe("abd");
    expect(shown(["ai", "changed"])).toBe("d");
    expect(shown(["unreviewed"])).toBe("ac");
    expect(shown(["unreviewed", "changed"])).toBe("c");
    expect(shown(["contested"])).toBe("d");
    expect(shown(["unknown"])).toBe("");
    expect(shown([], "p_ben")).toBe("b");
    expect(shown(["ai"], "p_ben")).toBe("");
  });

  it("is found by its ids", () => {
    const one = passage({ key: "one", ids: [[7, 10, 5]] });
    const ids = (clock: number, length: number) => [{ client: 7, clock, length }];
    expect(passageWith([one], ids(14, 9))).toBe(one);
    expect(passageWith([one], ids(15, 9))).toBeNull();
    expect(passageWith([one], ids(0, 10))).toBeNull();
    expect(passageWith([one], [{ client: 8, clock: 10, length: 5 }])).toBeNull();
  });

  it("is chosen and unchosen", () => {
    const once: Filter = toggled(EVERYTHING, "ai");
    expect(once.sorts).toEqual(["ai"]);
    expect(isActive(once)).toBe(true);
    expect(toggled(once, "ai")).toEqual(EVERYTHING);
    expect(countOf(PASSAGES, "changed")).toBe(2);
  });
});
