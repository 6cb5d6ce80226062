/** What people and suggestions are called in a review. */
import type { SuggestionSource } from "../wire/authorship";
import type { Person, PersonId } from "../wire/types";
import { reviewTexts as texts } from "./texts";

/** Who and what a review names, and who reads it. */
export interface Naming {
  readonly people: Readonly<Record<PersonId, Person>>;
  readonly suggestions: Readonly<Record<string, SuggestionSource>>;
  readonly self: PersonId | null;
}

/** A person's name as the reader of the page sees it. */
export function nameOf({ people, self }: Naming, id: PersonId | null): string {
  const person = id === null ? null : (people[id] ?? null);
  if (person === null) return texts.nobody;
  if (person.kind === "erased") return texts.erased;
  return person.id === self ? texts.you(person.name) : person.name;
}

/** The number of a suggestion as in the margin; null where it has none here. */
export function numberOf({ suggestions }: Naming, id: string | null): string | null {
  const number = id === null ? null : (suggestions[id]?.number ?? null);
  return number === null ? null : `S${number}`;
}
