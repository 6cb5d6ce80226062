/** Texts about a document in numbers. */
import { plural } from "../app/plural";
import type { WhoseKind } from "../wire/numbers";

const NUMBER = new Intl.NumberFormat("en");
export const count = (n: number): string => NUMBER.format(n);

export const numbersTexts = {
  heading: "Numbers and report",
  back: "Back to the document",
  title: (title: string) => `${title}: numbers and report`,
  failed: "The numbers could not be loaded.",
  empty: "Nobody has written here yet",
  emptyText: "As soon as somebody writes, this page shows who wrote what, and when.",
  asTable: "As table",
  meaning: "What this counts",
  origins: {
    assistant: "The assistant",
    pasted: "Pasted from outside",
    imported: "Imported",
    unknown: "Unknown",
  } satisfies Record<Exclude<WhoseKind, "person">, string>,
  somebody: "Somebody",
  shares: {
    heading: "Whose words, over time",
    lead: (person: string, machine: string) =>
      `Of the text as it is, people typed ${person}; ${machine} is the assistant’s.`,
    when: "When",
    now: "Now",
  },
  effort: {
    heading: "People’s work",
    lead: "How much people typed; paler is what they deleted again.",
    person: "Who",
    active: "Active writing",
    updates: "Changes",
    typed: "Typed",
    kept: "Of that kept",
    gone: "Typed and gone",
    revised: "Suggestions changed",
  },
  activity: {
    heading: "Days of work",
    day: "Day",
    changes: "Changes",
    by: "By",
    on: (day: string, n: number | null) => `${day}: ${plural(n ?? 0, "change", "changes")}`,
  },
  edits: {
    heading: "Who took out whose words",
    none: "Nobody has taken out anything yet.",
    by: "By",
    of: "Words of",
    characters: "Characters",
  },
  suggestions: {
    heading: "Suggestions of the assistant",
    none: "Nobody has asked the assistant here yet.",
    person: "Who",
    all: "All",
    asked: "Alternatives",
    requests: "Asked",
    placed: "Placed",
    kept: "Kept",
    changed: "Changed since",
    undeclared: (n: number) =>
      `${plural(n, "suggestion", "suggestions")} came in without being placed as such.`,
  },
};

/** A time at the keyboard, in words. */
export function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes === 0) return "under 1 min";
  if (minutes < 60) return `${minutes} min`;
  return `${count(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** A part of a whole; what is nearly nothing or nearly all is not rounded to it. */
export function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return "0 %";
  if (part === whole) return "100 %";
  const rounded = Math.round((100 * part) / whole);
  if (rounded === 0) return "less than 1 %";
  return rounded === 100 ? "more than 99 %" : `${rounded} %`;
}
