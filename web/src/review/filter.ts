/** Which passages of a review are looked at. */
import type { IdRange } from "../model/ids";
import type { PassageKind, ReviewPassage } from "../wire/review";
import type { IdTriple, PersonId } from "../wire/types";

/** What can be chosen besides a person. */
export const SORTS = [
  "ai",
  "undeclared",
  "pasted",
  "unknown",
  "selected",
  "changed",
  "unreviewed",
  "contested",
] as const;
export type Sort = (typeof SORTS)[number];

/** What is chosen: passages of one of the origins, and with all of the rest. Nothing chosen is everything. */
export interface Filter {
  readonly sorts: readonly Sort[];
  readonly person: PersonId | null;
}

export const EVERYTHING: Filter = { sorts: [], person: null };

const KINDS: ReadonlySet<string> = new Set<PassageKind>([
  "ai",
  "undeclared",
  "pasted",
  "unknown",
  "selected",
]);

/** `filter` with one sort more, or less where it was chosen. */
export function toggled(filter: Filter, sort: Sort): Filter {
  const { sorts } = filter;
  return {
    ...filter,
    sorts: sorts.includes(sort) ? sorts.filter((other) => other !== sort) : [...sorts, sort],
  };
}

export function isActive({ sorts, person }: Filter): boolean {
  return sorts.length > 0 || person !== null;
}

/** Whether a passage is looked at. */
export function matches(passage: ReviewPassage, { sorts, person }: Filter): boolean {
  const kinds = sorts.filter((sort) => KINDS.has(sort));
  if (kinds.length > 0 && !kinds.includes(passage.kind)) return false;
  if (person !== null && !passage.people.includes(person)) return false;
  return sorts.every((sort) => KINDS.has(sort) || holds(passage, sort));
}

/** How many passages a sort would leave of all. */
export function countOf(passages: readonly ReviewPassage[], sort: Sort): number {
  return passages.filter((passage) => matches(passage, { sorts: [sort], person: null })).length;
}

/** The passage that holds one of these ids, if any does. */
export function passageWith(
  passages: readonly ReviewPassage[],
  wanted: readonly IdRange[],
): ReviewPassage | null {
  const meets = ([client, clock, length]: IdTriple): boolean =>
    wanted.some(
      (ids) =>
        ids.client === client && ids.clock < clock + length && clock < ids.clock + ids.length,
    );
  return passages.find(({ ids }) => ids.some(meets)) ?? null;
}

function holds(passage: ReviewPassage, sort: Sort): boolean {
  if (sort === "changed") return passage.changed;
  if (sort === "unreviewed") return passage.state !== "reviewed";
  return passage.contested;
}
