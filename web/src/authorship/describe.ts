/** A run of authorship in words, the same on the card, in the legend and read aloud. */
import type { Person, SuggestionSource } from "../wire/types";
import type { AuthorRun } from "./runs";
import type { AuthorshipStore } from "./store";
import { suggestionName, authorshipTexts as texts } from "./texts";

export interface Description {
  readonly headline: string;
  /** Who put it there; null where that is the writer. */
  readonly placedBy: Person | null;
  /** When it arrived, ms since the epoch; null while unconfirmed. */
  readonly at: number | null;
  readonly suggestion: SuggestionSource | null;
  readonly askedBy: Person | null;
}

/** What is known about `run`. */
export function describe(run: AuthorRun, store: AuthorshipStore): Description {
  const { span } = run;
  const suggestion = store.suggestion(run.suggestion);
  const placedBy = store.person(span?.placed_by ?? null);
  return {
    headline: headline(run, store, suggestion),
    placedBy: placedBy !== null && span?.author === placedBy.id ? null : placedBy,
    at: span?.at ?? null,
    suggestion,
    askedBy: store.person(suggestion?.asked_by ?? null),
  };
}

/** The name of a person as the reader of the page sees it. */
export function nameOf(person: Person | null, store: AuthorshipStore): string {
  if (person === null) return texts.nobody;
  return person.id === store.own.personId ? texts.you(person.name) : person.name;
}

/** Words in `text`: runs of letters and digits. */
export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}

function headline(
  run: AuthorRun,
  store: AuthorshipStore,
  suggestion: SuggestionSource | null,
): string {
  const { card } = texts;
  switch (run.kind) {
    case "typed":
      return run.author === null
        ? card.unknown
        : card.writtenBy(nameOf(store.person(run.author), store));
    case "saving":
      return card.saving(nameOf(store.person(run.author), store));
    case "adopted":
      return suggestion ? card.adopted(suggestionName(suggestion.number)) : card.adoptedUnknown;
    case "undeclared":
      return suggestion ? card.undeclared(suggestionName(suggestion.number)) : card.adoptedUnknown;
    case "pasted":
    case "imported":
    case "unknown":
    case "pending":
      return card[run.kind];
  }
}
