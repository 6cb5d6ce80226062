/** What people and suggestions are called here. */
import type { SuggestionSource } from "../wire/authorship";
import type { Person } from "../wire/types";
import type { AuthorshipStore } from "./store";
import { suggestionName, authorshipTexts as texts } from "./texts";

/** The name of a person as the reader of the page sees it. */
export function nameOf(person: Person | null, store: Pick<AuthorshipStore, "own">): string {
  if (person === null) return texts.nobody;
  if (person.kind === "erased") return texts.erased;
  return person.id === store.own.personId ? texts.you(person.name) : person.name;
}

/** The number of a suggestion as in the margin; null for one of another document. */
export function numberOf(suggestion: SuggestionSource | null): string | null {
  const number = suggestion?.number ?? null;
  return number === null ? null : suggestionName(number);
}

/** Words in `text`: runs of letters and digits. */
export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}
