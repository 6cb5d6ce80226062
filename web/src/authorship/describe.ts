/** A passage in words, the same on the card and read aloud. */
import type { SuggestionSource } from "../wire/authorship";
import type { Person } from "../wire/types";
import type { AuthoredText } from "./authored-text";
import { changedPercent, changedShare } from "./changed";
import { countWords, nameOf, numberOf } from "./names";
import type { Passage } from "./passage";
import type { AuthorshipStore } from "./store";
import { authorshipTexts as texts } from "./texts";
import { type Whence, whenceOf } from "./whence";

const { card } = texts;

export interface Description {
  /** Whose words. */
  readonly headline: string;
  readonly words: string;
  /** How they got here and by whom; null where the writer just typed them. */
  readonly placed: string | null;
  /** When they arrived, ms since the epoch; null while unconfirmed. */
  readonly at: number | null;
  readonly whence: Whence | null;
  readonly suggestion: SuggestionSource | null;
  readonly askedBy: Person | null;
  /** What became of the suggestion's words since; null where nothing is known of it. */
  readonly changed: string | null;
  readonly isUndeclared: boolean;
}

/** What is known about a passage. */
export function describe(
  passage: Passage,
  text: AuthoredText,
  store: AuthorshipStore,
): Description {
  const suggestion = store.suggestion(passage.suggestion);
  const whence = whenceOf(passage, text, store.document);
  const { index, length } = passage;
  return {
    headline: headline(passage, suggestion, store),
    words: card.words(countWords(text.content.slice(index, index + length))),
    placed: placed(passage, whence, store),
    at: passage.at,
    whence,
    suggestion,
    askedBy: store.person(suggestion?.asked_by ?? null),
    changed: suggestion && changedInWords(suggestion, store),
    isUndeclared: passage.kind === "undeclared",
  };
}

/** The same for people who do not see the card. */
export function spoken({ headline, placed, words, changed }: Description): string {
  const start = placed === null ? headline : `${headline}, ${lowerFirst(placed)}`;
  const about = changed === null ? start : `${start}, ${lowerFirst(changed)}`;
  return texts.said.passage(about, words);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function headline(
  { kind, author }: Passage,
  suggestion: SuggestionSource | null,
  store: AuthorshipStore,
): string {
  const number = numberOf(suggestion);
  switch (kind) {
    case "typed":
      return card.wordsBy(nameOf(store.person(author), store));
    case "saving":
      return card.saving(nameOf(store.person(author), store));
    case "adopted":
      if (suggestion !== null && suggestion.document !== null) return card.adoptedElsewhere;
      return number === null ? card.adoptedUnknown : card.adopted(number);
    case "undeclared":
      return number === null ? card.undeclaredUnknown : card.undeclared(number);
    case "pasted":
    case "imported":
    case "unknown":
    case "pending":
      return card[kind];
  }
}

/** "Moved from line 3 by Ada". */
function placed(
  { kind, origin, placedBy, author }: Passage,
  whence: Whence | null,
  store: AuthorshipStore,
): string | null {
  if (origin === null) return null;
  const done = card.placedBy[kind === "undeclared" && whence === null ? "unknown" : origin];
  const from = whence === null ? done : fromWhere(done, whence);
  const isTyped = origin === "typed" && (placedBy === null || placedBy === author);
  if (isTyped || (whence === null && placedBy === null)) return null;
  return placedBy === null ? from : card.by(from, nameOf(store.person(placedBy), store));
}

function fromWhere(done: string, whence: Whence): string {
  if (whence.kind === "elsewhere") {
    return whence.title === null ? card.fromOther(done) : card.fromDocument(done, whence.title);
  }
  return whence.line === null ? card.fromHere(done) : card.fromLine(done, whence.line);
}

function changedInWords({ changed }: SuggestionSource, store: AuthorshipStore): string | null {
  if (changed.placed === 0) return null;
  const share = changedShare(changed);
  if (share === 0) return texts.changed.nothing;
  const by = changed.by
    .filter(({ deleted, inserted }) => deleted + inserted > 0)
    .map(({ person, deleted, inserted }) =>
      texts.changed.by(nameOf(store.person(person), store), deleted, inserted),
    );
  return texts.changed.since(changedPercent(share), texts.changed.joined(by));
}
