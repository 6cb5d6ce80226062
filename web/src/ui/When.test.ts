import { describe, expect, it } from "vitest";
import { relativeTime } from "./When";

const NOW = Date.UTC(2026, 4, 20, 12);
const MINUTE = 60_000;

describe("time in words", () => {
  const cases: readonly (readonly [ms: number, text: string])[] = [
    [-5_000, "just now"],
    [-MINUTE, "1 minute ago"],
    [-59 * MINUTE, "59 minutes ago"],
    [-60 * MINUTE, "1 hour ago"],
    [-25 * 60 * MINUTE, "yesterday"],
    [-6 * 24 * 60 * MINUTE, "6 days ago"],
    [3 * 60 * MINUTE, "in 3 hours"],
    [24 * 60 * MINUTE, "tomorrow"],
    [7 * 24 * 60 * MINUTE - 2_000, "in 7 days"],
  ];
  for (const [ms, text] of cases)
    it(`says “${text}”`, () => expect(relativeTime(NOW + ms, NOW)).toBe(text));

  it("gives the date beyond a week", () => {
    expect(relativeTime(NOW - 40 * 24 * 60 * MINUTE, NOW)).toBe("Apr 10, 2026");
  });
});
