import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalRuns } from "../../src/model/alignment";

/** What is equal, as pairs of offsets: `2>0` for the third unit that came first. */
const told = (source: string, made: string) =>
  equalRuns(source, made).map(
    ({ from, to, length }) => `${from}>${to} ${made.slice(to, to + length)}`,
  );

describe("which units of a text another has", () => {
  it.each([
    ["all of the same", "abc\nd", "abc\nd", ["0>0 abc\nd"]],
    ["nothing of nothing", "", "", []],
    ["around a line end that became another", "ab\r\ncd", "ab\ncd", ["0>0 ab", "3>2 \ncd"]],
    ["around a sign that was left out", "a\u0000b", "ab", ["0>0 a", "2>1 b"]],
    ["around an embed that became text", "a\ufffcb", "a---b", ["0>0 a", "2>4 b"]],
    ["behind a line end that came to the front", "abc\n", "\nabc", ["3>0 \n", "0>1 abc"]],
    ["in front of one that came to the end", "\nabc", "abc\n", ["1>0 abc", "0>3 \n"]],
    ["each unit once", "ab", "abab", ["0>0 ab"]],
  ])("%s", (_, source, made, expected) => {
    expect(told(source, made)).toEqual(expected);
  });

  it("holds for any two texts: equal, in order, no unit twice, no pair cut", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "\n", "🙂", "🙃", "\ufffc"))
      .map((units) => units.join(""));
    fc.assert(
      fc.property(text, text, (source, made) => {
        const used = new Set<number>();
        let done = 0;
        for (const { from, to, length } of equalRuns(source, made)) {
          expect(length).toBeGreaterThan(0);
          expect(to).toBeGreaterThanOrEqual(done);
          done = to + length;
          const part = made.slice(to, done);
          expect(source.slice(from, from + length)).toBe(part);
          expect(part).not.toMatch(/\p{Surrogate}/u);
          for (let at = from; at < from + length; at++) {
            expect(used.has(at)).toBe(false);
            used.add(at);
          }
        }
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});
