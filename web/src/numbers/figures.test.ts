import { describe, expect, it } from "vitest";
import type { Numbers } from "../wire/numbers";
import {
  dayCounts,
  dayRows,
  editBars,
  editRows,
  effortBars,
  seriesOf,
  shareNow,
  sharePoints,
  shareRows,
  suggestionRows,
} from "./figures";
import { duration, percent } from "./texts";

const person = (id: string, name: string, colour: number) => ({
  id,
  name,
  initials: name[0] ?? "",
  colour,
  kind: "account" as const,
});
const ADA = { key: "p_ada", kind: "person", person: "p_ada" } as const;
const MACHINE = { key: "assistant", kind: "assistant", person: null } as const;
const SUGGESTED = {
  requests: 1,
  asked: 3,
  placed: 1,
  kept: 1,
  changed: 0,
  undeclared: 0,
  placed_units: 20,
  kept_units: 20,
};

const numbers = (moments: number, stepMs = 1): Numbers => ({
  seq: moments,
  shares: {
    series: [ADA, MACHINE],
    moments: Array.from({ length: moments }, (_, at) => ({
      seq: at + 1,
      at: Date.UTC(2026, 10, 28, 12) + at * stepMs,
      units: [at, 2 * at],
    })),
  },
  activity: [
    {
      day: "2026-11-28",
      people: [
        { person: "p_ada", updates: 5, inserted: 9, deleted: 1 },
        { person: "p_gone", updates: 2, inserted: 1, deleted: 0 },
      ],
    },
  ],
  taken_out: [
    { by: "p_ada", of: MACHINE, units: 4 },
    { by: "p_ada", of: ADA, units: 1200 },
  ],
  suggestions: { all: SUGGESTED, people: [{ person: "p_ada", ...SUGGESTED }] },
  effort: [
    {
      person: "p_ada",
      began: 0,
      ended: 9,
      active_ms: 125 * 60_000,
      updates: 5,
      keystrokes: 4,
      typed: 50,
      typed_kept: 30,
      revised: 1,
      revised_deleted: 4,
      revised_inserted: 0,
    },
  ],
  definitions: {} as Numbers["definitions"],
  people: { p_ada: person("p_ada", "Ada", 3) },
});

describe("figures", () => {
  it("names people, origins, and those nobody knows", () => {
    expect(seriesOf(numbers(1)).map(({ label, colour }) => [label, colour])).toEqual([
      ["Ada", 3],
      ["The assistant", null],
    ]);
    expect(dayRows(numbers(1)).rows[0]?.cells).toEqual(["2026-11-28", "Ada 5, Somebody 2", "7"]);
    expect(dayCounts(numbers(1))).toEqual({ "2026-11-28": 7 });
  });

  it.each([1, 2, 11, 12, 13, 24, 60])(
    "shows at most twelve of %i moments, the last one too",
    (n) => {
      const { rows } = shareRows(numbers(n));
      expect(rows.length).toBeLessThanOrEqual(12);
      expect(rows.at(-1)?.key).toBe(String(n));
      expect(sharePoints(numbers(n))).toHaveLength(n + 1);
    },
  );

  it.each([
    [1_000, /^\d\d:\d\d:\d\d [AP]M$/],
    [20 * 60_000, /^\d\d:\d\d [AP]M$/],
    [24 * 3_600_000, /^Nov \d\d, \d\d:\d\d [AP]M$/],
    [20 * 24 * 3_600_000, /^[A-Z][a-z]{2} \d+$/],
    [200 * 24 * 3_600_000, /^[A-Z][a-z]{2} \d+, \d{4}$/],
  ])("says moments %i ms apart as roundly as an axis needs", (stepMs, said) => {
    for (const { when } of sharePoints(numbers(3, stepMs)).slice(0, -1)) expect(when).toMatch(said);
  });

  it("sums what the text is now", () => {
    expect(shareNow(numbers(5))).toEqual({ people: 4, assistant: 8, all: 12 });
    expect(shareNow({ ...numbers(0) })).toEqual({ people: 0, assistant: 0, all: 0 });
  });

  it("has the same numbers in bars as in tables", () => {
    expect(editRows(numbers(1)).rows.map(({ cells }) => cells)).toEqual([
      ["Ada", "The assistant", "4"],
      ["Ada", "Ada", "1,200"],
    ]);
    const bars = editBars(numbers(1));
    expect(bars.data).toEqual([{ who: "Ada", assistant: 4, p_ada: 1200 }]);
    expect(bars.series.map(({ key }) => key).sort()).toEqual(["assistant", "p_ada"]);
    expect(effortBars(numbers(1)).data).toEqual([
      { who: "Ada", "kept p_ada": 30, "gone p_ada": 20 },
    ]);
    expect(suggestionRows(numbers(1)).rows.at(-1)?.cells).toEqual(["All", "1", "3", "1", "1", "0"]);
  });

  it("does not round to nothing or to all", () => {
    expect([percent(0, 9), percent(1, 999), percent(998, 999), percent(9, 9)]).toEqual([
      "0 %",
      "less than 1 %",
      "more than 99 %",
      "100 %",
    ]);
    expect([duration(0), duration(5 * 60_000), duration(125 * 60_000)]).toEqual([
      "under 1 min",
      "5 min",
      "2 h 5 min",
    ]);
  });
});
