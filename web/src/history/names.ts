/** What people are called and how they look in the history. */
import type { Names } from "../authorship/decorations";
import type { Looks } from "../authorship/looks";
import type { SuggestionSource } from "../wire/authorship";
import type { Person, PersonId } from "../wire/types";
import { historyTexts as texts } from "./texts";

export type People = Readonly<Record<PersonId, Person>>;

/** The name of a person as who reads the page sees it. */
export function nameIn(people: People, id: PersonId | null, me: PersonId | null): string {
  const person = id === null ? undefined : people[id];
  if (person === undefined) return texts.nobody;
  return person.id === me ? texts.you(person.name) : person.name;
}

/** What decorations ask, answered from what came with the content. */
export function namesOf(
  {
    people,
    suggestions,
  }: {
    readonly people: People;
    readonly suggestions: Readonly<Record<string, SuggestionSource>>;
  },
  looks: Looks,
): Names {
  looks.give(Object.values(people));
  const person = (id: PersonId | null) => (id === null ? null : (people[id] ?? null));
  return {
    person,
    look: (id) => {
      const known = person(id);
      return known && looks.of(known);
    },
    suggestion: (id) => (id === null ? null : (suggestions[id] ?? null)),
    own: { clientId: -1, personId: null },
  };
}

const EXACT = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

const EXACT_RANGE = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" });

/** From one moment to another, to the second; what they share is said once. */
export const between = (from: number, to: number): string => EXACT_RANGE.formatRange(from, to);

/** A moment in full. */
export const exactly = (at: number): string => EXACT.format(at);
