/** Which threads are shown, and in what order. */
import type { Thread } from "../wire/comments";
import type { Person } from "../wire/types";
import type { Place } from "./anchors";

export const FILTERS = ["open", "resolved", "mentions"] as const;
export type Filter = (typeof FILTERS)[number];

export interface Sorted {
  /** In the order of the text. */
  readonly attached: readonly Thread[];
  /** Those whose words are gone, oldest first. */
  readonly detached: readonly Thread[];
}

/** The threads that a filter lets through. */
export function filtered(
  threads: readonly Thread[],
  filter: Filter,
  me: Person | null,
): readonly Thread[] {
  switch (filter) {
    case "open":
      return threads.filter((thread) => thread.resolved_at === null);
    case "resolved":
      return threads.filter((thread) => thread.resolved_at !== null);
    case "mentions":
      return threads.filter(({ comments }) =>
        comments.some(({ mentions }) => mentions.some(({ id }) => id === me?.id)),
      );
  }
}

export function sorted(
  threads: readonly Thread[],
  places: ReadonlyMap<string, readonly Place[]>,
): Sorted {
  const first = ({ id }: Thread): number => places.get(id)?.[0]?.from ?? Number.POSITIVE_INFINITY;
  const attached = threads.filter((thread) => Number.isFinite(first(thread)));
  return {
    attached: [...attached].sort((one, other) => first(one) - first(other) || one.at - other.at),
    detached: threads.filter((thread) => !Number.isFinite(first(thread))),
  };
}

/** Comments that the person here has not read. */
export function unreadIn(threads: readonly Thread[]): string[] {
  return threads.flatMap(({ comments }) =>
    comments.filter(({ unread }) => unread).map(({ id }) => id),
  );
}
