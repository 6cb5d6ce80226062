// @vitest-environment node
import { describe, expect, it } from "vitest";
import { minus, missing, plus, type Range, type Ranges, within } from "../../src/authorship/ranges";
import { seeded } from "./spans";

const SIZE = 40;

/** Every number that is in the ranges; they have to be in order and apart. */
function members(ranges: Ranges): Set<number> {
  ranges.forEach(({ from, to }, at) => {
    expect(from).toBeLessThan(to);
    const following = ranges[at + 1];
    if (following) expect(to).toBeLessThan(following.from);
  });
  return new Set(
    ranges.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)),
  );
}

describe("ranges", () => {
  it.each([1, 2, 3])("are what sets of every number are, seed %i", (seed) => {
    const next = seeded(seed);
    let ranges: Ranges = [];
    let all = new Set<number>();
    for (let step = 0; step < 300; step++) {
      const from = next(SIZE);
      const range: Range = { from, to: from + next(8) };
      const inside = (n: number) => range.from <= n && n < range.to;
      const everyNumber = [...Array(SIZE + 8).keys()];
      expect(members(missing(ranges, range))).toEqual(
        new Set(everyNumber.filter((n) => inside(n) && !all.has(n))),
      );
      expect(members(within(ranges, range))).toEqual(
        new Set([...all].filter(inside).sort((a, b) => a - b)),
      );
      if (next(2) === 0) {
        ranges = plus(ranges, range);
        all = new Set(everyNumber.filter((n) => all.has(n) || inside(n)));
      } else {
        ranges = minus(ranges, range);
        all = new Set(everyNumber.filter((n) => all.has(n) && !inside(n)));
      }
      expect(members(ranges)).toEqual(all);
    }
  });
});
