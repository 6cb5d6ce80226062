/** Whose words are looked at: the others are dimmed. */

import { Cell } from "../sync/readable";
import type { DocumentId, PersonId } from "../wire/types";
import type { Attributed } from "./attribution";
import { changedShare } from "./changed";
import type { Names } from "./decorations";

/** What can be chosen besides people. */
export type Sort =
  | "adopted"
  | "undeclared"
  | "changed"
  | "moved"
  | "pasted"
  | "imported"
  | "unknown";

/** What is chosen; nothing chosen means that everything is shown alike. Enough is to match one. */
export interface Filter {
  readonly people: readonly PersonId[];
  readonly sorts: readonly Sort[];
}

export const EVERYTHING: Filter = { people: [], sorts: [] };

export function isActive({ people, sorts }: Filter): boolean {
  return people.length + sorts.length > 0;
}

/** `filter` with somebody or something more, or less where it was chosen. */
export function toggled(filter: Filter, what: { person: PersonId } | { sort: Sort }): Filter {
  return "person" in what
    ? { ...filter, people: without(filter.people, what.person) }
    : { ...filter, sorts: without(filter.sorts, what.sort) };
}

function without<T>(list: readonly T[], one: T): readonly T[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
}

const filters = new Map<DocumentId, Cell<Filter>>();

/** The filter of a document, remembered while the page is open. */
export function filterOf(id: DocumentId): Cell<Filter> {
  const known = filters.get(id) ?? new Cell(EVERYTHING);
  filters.set(id, known);
  return known;
}

/** Which pieces of a line of text match, in their order. */
export function matching(
  pieces: readonly Attributed[],
  filter: Filter,
  names: Pick<Names, "suggestion">,
): boolean[] {
  const isChanged = (id: string | null) => {
    const found = names.suggestion(id);
    return found !== null && changedShare(found.changed) > 0;
  };
  const inside = filter.sorts.includes("changed") ? putInside(pieces) : [];
  return pieces.map((piece, at) => {
    if (piece.author !== null && filter.people.includes(piece.author)) return true;
    return filter.sorts.some((sort) => {
      if (sort === "changed") return inside[at] === true || isChanged(piece.suggestion);
      if (sort === "moved") return wasMoved(piece);
      return sort === piece.kind;
    });
  });
}

function wasMoved({ span }: Attributed): boolean {
  return span !== null && (span.origin === "moved" || span.origin === "copied");
}

/** For each piece, whether it stands between two pieces of one placement: somebody put it inside. */
function putInside(pieces: readonly Attributed[]): boolean[] {
  const inside = pieces.map(() => false);
  let before: number | null = null;
  for (const [at, piece] of pieces.entries()) {
    if (piece.suggestion === null) continue;
    const last = before === null ? undefined : pieces[before];
    if (last && before !== null && isOnePlacement(last, piece)) inside.fill(true, before + 1, at);
    before = at;
  }
  return inside;
}

/** Whether two pieces were placed in one go: their ids and their places in the suggestion go in step. */
function isOnePlacement(one: Attributed, other: Attributed): boolean {
  const step = stepOf(one);
  return (
    step !== null &&
    step === stepOf(other) &&
    one.suggestion === other.suggestion &&
    one.client === other.client &&
    one.clock < other.clock
  );
}

function stepOf({ span }: Attributed): number | null {
  return span === null || span.suggestion_at === null ? null : span.suggestion_at - span.clock;
}
