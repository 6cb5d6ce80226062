/** The numbers of a document as charts and tables take them. Pure. */
import { authorColour } from "../ui/palette";
import type { Numbers, Whose } from "../wire/numbers";
import { count, duration, numbersTexts } from "./texts";

/** Somebody or something with a share, as it is named and drawn. */
export interface Series {
  readonly key: string;
  readonly label: string;
  readonly kind: Whose["kind"];
  /** Index into the palette; null for what is no person's. */
  readonly colour: number | null;
}

/** Rows under heads; the first cell of a row is its head. */
export interface Rows {
  readonly heads: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[];
  /** How many heads, from the left, are words; the others are numbers. */
  readonly words: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const TIME = { hour: "2-digit", minute: "2-digit" } as const;
const DAY = { day: "numeric", month: "short" } as const;

const EXACT = new Intl.DateTimeFormat("en", { ...DAY, year: "numeric", ...TIME });

/** How an axis says moments: the longer the time between the first and the last, the rounder. */
function axisFormat(moments: readonly { readonly at: number }[]): Intl.DateTimeFormat {
  const [first, last] = [moments[0]?.at ?? 0, moments.at(-1)?.at ?? 0];
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("en", options);
  if (last - first > 300 * DAY_MS) return format({ ...DAY, year: "numeric" });
  if (last - first > 30 * DAY_MS) return format(DAY);
  if (new Date(first).toDateString() !== new Date(last).toDateString())
    return format({ ...DAY, ...TIME });
  return format(last - first < 30 * MINUTE_MS ? { ...TIME, second: "2-digit" } : TIME);
}

function nameOf(numbers: Numbers, person: string | null): string {
  return numbers.people[person ?? ""]?.name ?? numbersTexts.somebody;
}

function labelOf(numbers: Numbers, whose: Whose): string {
  return whose.kind === "person" ? nameOf(numbers, whose.person) : numbersTexts.origins[whose.kind];
}

export function seriesOf(numbers: Numbers): readonly Series[] {
  return numbers.shares.series.map((whose) => ({
    key: whose.key,
    label: labelOf(numbers, whose),
    kind: whose.kind,
    colour: whose.kind === "person" ? (numbers.people[whose.person ?? ""]?.colour ?? -1) : null,
  }));
}

/** One CSS colour for both schemes: a person's own, or grey. */
export function colourOf(series: Series): string {
  const { light, dark } = authorColour(series.colour ?? -1);
  return `light-dark(${light}, ${dark})`;
}

/** How much of the text as it is, is whose: people's, the assistant's, all. */
export function shareNow(numbers: Numbers) {
  const units = numbers.shares.moments.at(-1)?.units ?? [];
  let [people, assistant, all] = [0, 0, 0];
  numbers.shares.series.forEach(({ kind }, index) => {
    const n = units[index] ?? 0;
    all += n;
    if (kind === "person") people += n;
    if (kind === "assistant") assistant += n;
  });
  return { people, assistant, all };
}

/** One row for the area chart per moment, and the last once more, so that it can be seen. */
export function sharePoints(numbers: Numbers): Record<string, string | number>[] {
  const { moments } = numbers.shares;
  const axis = axisFormat(moments);
  const now = moments.slice(-1).map((last) => ({ ...last, when: numbersTexts.shares.now }));
  return [...moments.map((each) => ({ ...each, when: axis.format(each.at) })), ...now].map(
    ({ when, units }) => ({
      when,
      ...Object.fromEntries(
        numbers.shares.series.map(({ key }, index) => [key, units[index] ?? 0] as const),
      ),
    }),
  );
}

/** At most that many of the moments, the last one among them. */
const MOMENTS_IN_TABLE = 12;

export function shareRows(numbers: Numbers): Rows {
  const { moments } = numbers.shares;
  const step = Math.max(1, Math.ceil(moments.length / MOMENTS_IN_TABLE));
  const some = moments.filter((_, index) => (moments.length - 1 - index) % step === 0);
  return {
    heads: [numbersTexts.shares.when, ...seriesOf(numbers).map(({ label }) => label)],
    rows: some.map(({ seq, at, units }) => ({
      key: String(seq),
      cells: [EXACT.format(at), ...units.map(count)],
    })),
    words: 1,
  };
}

/** Changes on each day, for the calendar. */
export function dayCounts(numbers: Numbers): Record<string, number> {
  return Object.fromEntries(
    numbers.activity.map(({ day, people }) => [
      day,
      people.reduce((total, { updates }) => total + updates, 0),
    ]),
  );
}

export function dayRows(numbers: Numbers): Rows {
  const words = numbersTexts.activity;
  const counts = dayCounts(numbers);
  return {
    heads: [words.day, words.by, words.changes],
    rows: numbers.activity.map(({ day, people }) => ({
      key: day,
      cells: [
        day,
        people.map((did) => `${nameOf(numbers, did.person)} ${count(did.updates)}`).join(", "),
        count(counts[day] ?? 0),
      ],
    })),
    words: 2,
  };
}

export function effortRows(numbers: Numbers): Rows {
  const words = numbersTexts.effort;
  return {
    heads: [words.person, words.active, words.updates, words.typed, words.kept, words.revised],
    rows: numbers.effort.map((each) => ({
      key: each.person,
      cells: [
        nameOf(numbers, each.person),
        duration(each.active_ms),
        ...[each.updates, each.typed, each.typed_kept, each.revised].map(count),
      ],
    })),
    words: 1,
  };
}

/** A part of a person's bar: what they typed and is in the text, or what they deleted again. */
interface EffortPart {
  readonly key: string;
  readonly label: string;
  readonly of: Series;
  readonly gone: boolean;
}

/** Bars of what people typed, one for each person. */
export function effortBars(numbers: Numbers): {
  readonly data: Record<string, string | number>[];
  readonly series: readonly EffortPart[];
} {
  const words = numbersTexts.effort;
  const data = numbers.effort.map((each) => ({
    who: nameOf(numbers, each.person),
    [`kept ${each.person}`]: each.typed_kept,
    [`gone ${each.person}`]: each.typed - each.typed_kept,
  }));
  const series = numbers.effort.flatMap(({ person }): EffortPart[] => {
    const colour = numbers.people[person]?.colour ?? -1;
    const of: Series = { key: person, label: nameOf(numbers, person), kind: "person", colour };
    return [
      { key: `kept ${person}`, label: words.kept, of, gone: false },
      { key: `gone ${person}`, label: words.gone, of, gone: true },
    ];
  });
  return { data, series };
}

export function editRows(numbers: Numbers): Rows {
  const words = numbersTexts.edits;
  return {
    heads: [words.by, words.of, words.characters],
    rows: numbers.taken_out.map(({ by, of, units }) => ({
      key: `${by} ${of.key}`,
      cells: [nameOf(numbers, by), labelOf(numbers, of), count(units)],
    })),
    words: 2,
  };
}

/** Bars of who took out whose words: one bar a person, a part for each whose words they were. */
export function editBars(numbers: Numbers): {
  readonly data: Record<string, string | number>[];
  readonly series: readonly Series[];
} {
  const bars = new Map<string, Record<string, string | number>>();
  for (const { by, of, units } of numbers.taken_out) {
    const bar = bars.get(by) ?? { who: nameOf(numbers, by) };
    bar[of.key] = units;
    bars.set(by, bar);
  }
  const taken = new Set(numbers.taken_out.map(({ of }) => of.key));
  const known = new Map(seriesOf(numbers).map((series) => [series.key, series] as const));
  return {
    data: [...bars.values()],
    series: [...taken].flatMap((key) => known.get(key) ?? []),
  };
}

const SUGGESTED = ["requests", "asked", "placed", "kept", "changed"] as const;

export function suggestionRows(numbers: Numbers): Rows {
  const words = numbersTexts.suggestions;
  const { all, people } = numbers.suggestions;
  return {
    heads: [words.person, ...SUGGESTED.map((key) => words[key])],
    rows: [
      ...people.map((each) => ({
        key: each.person,
        cells: [nameOf(numbers, each.person), ...SUGGESTED.map((key) => count(each[key]))],
      })),
      { key: "all", cells: [words.all, ...SUGGESTED.map((key) => count(all[key]))] },
    ],
    words: 1,
  };
}

/** From asked to kept, for all together. */
export function suggestionBars(numbers: Numbers): Record<string, string | number>[] {
  const { all } = numbers.suggestions;
  return SUGGESTED.slice(1).map((key) => ({
    step: numbersTexts.suggestions[key],
    n: all[key],
  }));
}
