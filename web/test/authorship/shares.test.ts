// @vitest-environment node
import { describe, expect, it } from "vitest";
import { changedNow, changedPercent, changedShare } from "../../src/authorship/changed";
import { percents, sharesOf } from "../../src/authorship/shares";
import { Tallies } from "../../src/authorship/tally";
import { authored, OWN, type Words } from "./authored";
import { span } from "./spans";

const ALWAYS = () => true;
const BO = { author: "p_bo" };
const SOURCE = { client: 9, clock: 0, document: null };

function counted(...words: readonly Words[]) {
  const found = authored(...words);
  const tallies = new Tallies(found.index, { spans: found.spans, own: OWN });
  const sum = () => {
    const tally = tallies.sum(ALWAYS);
    if (tally === null) throw new Error("There was time for all of it");
    return tally;
  };
  const shares = () =>
    sharesOf(sum()).map(({ kind, person, characters }) => [kind, person, characters]);
  return { ...found, tallies, sum, shares };
}

describe("shares", () => {
  it("count what can be seen, by person and origin, people first", () => {
    const { sum, shares } = counted(
      ["aaaa  ", {}],
      ["bb\n", BO],
      ["ccccccc ", { author: null, origin: "adopted", suggestion: "s_1" }],
      ["d", {}],
      ["e", { author: null, origin: "adopted", suggestion: "s_2" }],
      ["f", { author: null, origin: "unknown" }],
    );
    expect(shares()).toEqual([
      ["person", "p_ada", 5],
      ["person", "p_bo", 2],
      ["adopted", null, 8],
      ["unknown", null, 1],
    ]);
    expect(percents(sharesOf(sum()))).toEqual([31, 13, 50, 6]);
  });

  it("of an empty text are none", () => {
    const { shares } = counted(["\n \n", {}]);
    expect(shares()).toEqual([]);
    expect(percents([])).toEqual([]);
  });

  it("are never a person's when nobody knows whose they are", () => {
    expect(counted(["x", { author: null, origin: "typed" }]).shares()).toEqual([
      ["unknown", null, 1],
    ]);
  });

  it("tell how much was moved and copied, which stays its writer's", () => {
    const { sum, shares } = counted(
      ["here ", {}],
      ["moved ", { ...BO, origin: "moved", source: SOURCE }],
      ["copied ", { ...BO, origin: "copied", source: SOURCE }],
      ["restored ", { ...BO, origin: "restored", source: SOURCE }],
    );
    expect(sum()).toMatchObject({ moved: 5, copied: 6 });
    expect(shares()).toEqual([
      ["person", "p_bo", 19],
      ["person", "p_ada", 4],
    ]);
  });

  it("follow the text and what the server says, and count only what has changed", () => {
    const { content, spans, tallies, shares, index } = counted(
      ["word ".repeat(2500), {}],
      ["tail", null],
    );
    expect(shares()).toEqual([
      ["person", "p_ada", 10_000],
      ["pending", null, 4],
    ]);
    content.delete(0, 5);
    let calls = 0;
    const counting = () => {
      calls += 1;
      return true;
    };
    tallies.sum(counting);
    expect(calls).toBe(1);
    const said = span({ client: 1, clock: 12_500, length: 4, ...BO });
    spans.add(said);
    tallies.forget([said]);
    tallies.sum(counting);
    expect(calls).toBe(2);
    expect(shares()).toEqual([
      ["person", "p_ada", 9996],
      ["person", "p_bo", 4],
    ]);
    tallies.forget(null);
    tallies.sum(counting);
    expect(calls).toBe(2 + index.chunks.length);
  });

  it("are counted in slices when there is little time", () => {
    const { tallies, index } = counted(["word ".repeat(5000), {}]);
    expect(index.chunks.length).toBeGreaterThan(3);
    let slices = 0;
    for (let done = false; !done; slices++) {
      let left = 1;
      done = tallies.sum(() => left-- > 0) !== null;
    }
    expect(slices).toBe(index.chunks.length);
  });
});

describe("what was changed since", () => {
  const changed = (placed: number, kept: number, inserted: number) => ({
    placed,
    kept,
    by: [{ person: "p_bo", deleted: placed - kept, inserted }],
  });

  it("is what was taken out and put in, of what would be there with both", () => {
    expect(changedShare(changed(100, 100, 0))).toBe(0);
    expect(changedShare(changed(85, 73, 12))).toBeCloseTo(24 / 97);
    expect(changedShare(changed(10, 0, 0))).toBe(1);
    expect(changedShare(changed(0, 0, 0))).toBe(0);
  });

  it("is nothing only where nothing changed, and everything only where nothing is left", () => {
    expect([0, 0.001, 0.314, 0.999, 1].map(changedPercent)).toEqual([0, 1, 31, 99, 100]);
  });

  it("follows what is in the text now", () => {
    expect(changedNow(changed(100, 90, 0), 90, 80).kept).toBe(80);
    expect(changedNow(changed(100, 90, 0), 180, 175).kept).toBe(85);
    expect(changedNow(changed(100, 90, 0), 90, 200).kept).toBe(100);
    expect(changedNow(changed(100, 10, 0), 90, 0).kept).toBe(0);
  });
});
