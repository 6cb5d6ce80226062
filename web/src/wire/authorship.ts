/** Who wrote what, as HTTP and the socket carry it (docs/wire-protocol.md); times are ms since the epoch. */
import type { DocumentId, Person, PersonId } from "./types";

/** How words first came to be. */
type Written = "typed" | "pasted" | "imported" | "adopted" | "unknown";
/** How words got to where they are. */
export type Origin = Written | "moved" | "copied" | "restored";

/** Where the first id of a span came from; the rest follows by number. */
interface SpanSource {
  readonly client: number;
  readonly clock: number;
  /** Another document; null for the same one. */
  readonly document: DocumentId | null;
}

/** Who wrote one run of ids, who put it there, when and how. Lengths count UTF-16 code units. */
export interface Span {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
  /** Whose words they are. */
  readonly author: PersonId | null;
  readonly placed_by: PersonId | null;
  readonly at: number;
  readonly origin: Origin;
  /** The same as `origin` where nothing was moved, copied or restored. */
  readonly written: Written;
  /** Set whenever the words are a suggestion's, also after moving. */
  readonly suggestion: string | null;
  /** Offset in the suggestion's text; only where `origin` is "adopted". */
  readonly suggestion_at: number | null;
  /** Text of a suggestion that arrived without being placed. */
  readonly undeclared: boolean;
  /** For moved, copied and restored words. */
  readonly source: SpanSource | null;
}

/** What one person did to the placed words of a suggestion, in UTF-16 code units. */
interface ChangedBy {
  readonly person: PersonId;
  readonly deleted: number;
  readonly inserted: number;
}

/** What became of the placed words of a suggestion, in UTF-16 code units. */
export interface Changed {
  /** Ever placed. */
  readonly placed: number;
  /** Of these still there. */
  readonly kept: number;
  readonly by: readonly ChangedBy[];
}

export interface SuggestionSource {
  readonly id: string;
  /** Null for a suggestion of another document, whose text is not told either. */
  readonly number: number | null;
  readonly label: string;
  readonly text: string;
  readonly instruction: string | null;
  readonly recipe: string;
  readonly model: string;
  readonly asked_by: PersonId | null;
  readonly at: number;
  /** The other document that the suggestion was made for; null for this one. */
  readonly document: DocumentId | null;
  readonly changed: Changed;
}

/** A document that words came from, as far as the asker may know it. */
export interface SourceDocument {
  readonly id: DocumentId;
  readonly title: string;
}

export interface Authorship {
  readonly seq: number;
  readonly generation: string;
  readonly people: Readonly<Record<PersonId, Person>>;
  readonly suggestions: Readonly<Record<string, SuggestionSource>>;
  readonly documents: Readonly<Record<DocumentId, SourceDocument>>;
  /** Of the live text, in its order. */
  readonly spans: readonly Span[];
}

/** A claim about where text came from that did not hold. */
export interface RefusedClaim {
  readonly seq: number;
  readonly at: number;
  readonly person: PersonId | null;
  readonly client: number;
  readonly reason: string;
  /** As it came. */
  readonly claim: unknown;
}

export interface RefusedClaims {
  /** The latest; `total` may be more. */
  readonly refused: readonly RefusedClaim[];
  readonly total: number;
}
