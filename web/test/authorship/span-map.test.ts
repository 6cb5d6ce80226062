// @vitest-environment node
import { describe, expect, it } from "vitest";
import { SpanMap } from "../../src/authorship/span-map";
import { seeded, span } from "./spans";

/** Reads a range id by id. */
function authorsOf(map: SpanMap, client: number, clock: number, length: number): (string | null)[] {
  const authors: (string | null)[] = [];
  let at = clock;
  for (const segment of map.segments(client, clock, length)) {
    expect(segment.clock).toBe(at);
    expect(segment.length).toBeGreaterThan(0);
    for (let i = 0; i < segment.length; i++) authors.push(segment.span?.author ?? null);
    at += segment.length;
  }
  expect(at).toBe(clock + length);
  return authors;
}

describe("the map of spans", () => {
  it("knows nothing at first", () => {
    expect([...new SpanMap().segments(1, 5, 3)]).toEqual([{ clock: 5, length: 3, span: null }]);
  });

  it("leaves gaps open and cuts at the ends of a question", () => {
    const map = new SpanMap();
    map.add(span({ client: 1, clock: 2, length: 3, author: "a" }));
    map.add(span({ client: 1, clock: 7, length: 2, author: "b" }));
    expect(authorsOf(map, 1, 0, 10)).toEqual([
      null,
      null,
      "a",
      "a",
      "a",
      null,
      null,
      "b",
      "b",
      null,
    ]);
    expect(authorsOf(map, 1, 3, 1)).toEqual(["a"]);
    expect(authorsOf(map, 2, 0, 2)).toEqual([null, null]);
    expect(map.at(1, 8)?.author).toBe("b");
    expect(map.at(1, 6)).toBeNull();
  });

  it("says of every part where it came from", () => {
    const map = new SpanMap();
    const source = { client: 9, clock: 50, document: null };
    map.add(span({ client: 1, clock: 10, length: 10, origin: "moved", source, suggestion_at: 3 }));
    map.add(span({ client: 1, clock: 14, length: 2, author: "b" }));
    expect(
      [...map].map((each) => [each.clock, each.length, each.source, each.suggestion_at]),
    ).toEqual([
      [10, 4, source, 3],
      [14, 2, null, null],
      [16, 4, { ...source, clock: 56 }, 9],
    ]);
  });

  it("takes many in any order", () => {
    const next = seeded(3);
    const clocks = Array.from({ length: 300 }, (_, at) => at * 2).sort(() => next(3) - 1);
    const map = new SpanMap();
    map.addAll(
      clocks.map((clock) => span({ client: clock % 3, clock, length: 2, author: `${clock}` })),
    );
    const expected = [...clocks].sort((a, b) => (a % 3) - (b % 3) || a - b);
    expect([...map].map(({ clock }) => clock)).toEqual(expected);
  });

  it.each([1, 2, 3, 4, 5])("says the same as a list of every id, seed %i", (seed) => {
    const next = seeded(seed);
    const map = new SpanMap();
    const ids = [
      new Array<string | null>(120).fill(null),
      new Array<string | null>(120).fill(null),
    ];
    const kinds = { appended: 0, inside: 0 };
    for (let step = 0; step < 400; step++) {
      const client = next(2);
      const clock = next(100);
      const length = next(20);
      const author = `p_${next(5)}`;
      const known = ids[client] as (string | null)[];
      if (known.slice(clock).every((id) => id === null)) kinds.appended += 1;
      else kinds.inside += 1;
      map.add(span({ client, clock, length, author }));
      known.fill(author, clock, clock + length);
      const from = next(110);
      const count = 1 + next(10);
      expect(authorsOf(map, client, from, count)).toEqual(known.slice(from, from + count));
    }
    for (const client of [0, 1]) expect(authorsOf(map, client, 0, 120)).toEqual(ids[client]);
    const spans = [...map];
    for (const [at, one] of spans.entries()) {
      const following = spans[at + 1];
      if (following?.client !== one.client) continue;
      expect(one.clock + one.length).toBeLessThanOrEqual(following.clock);
    }
    expect(kinds.appended).toBeGreaterThan(0);
    expect(kinds.inside).toBeGreaterThan(100);
  });
});
