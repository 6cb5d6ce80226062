/** The history of a document over HTTP; entries are numbered from 1, times are ms since the epoch. */
import type { Span, SuggestionSource } from "./authorship";
import type { DocumentId, Person, PersonId } from "./types";

type People = Readonly<Record<PersonId, Person>>;
type Attributes = Readonly<Record<string, unknown>>;

/** What one person did in a session; text in UTF-16 code units. */
interface Work {
  readonly person: PersonId;
  readonly updates: number;
  readonly inserted: number;
  readonly deleted: number;
}

/** Work without a long pause, from entry `first` to entry `last`. */
export interface WorkSession {
  readonly first: number;
  readonly last: number;
  readonly began: number;
  readonly ended: number;
  readonly people: readonly Work[];
}

/** A moment that somebody gave a name. */
export interface NamedVersion {
  readonly id: string;
  readonly seq: number;
  readonly name: string;
  readonly person: PersonId;
  readonly at: number;
}

export interface DocumentHistory {
  /** The last entry. */
  readonly seq: number;
  readonly sessions: readonly WorkSession[];
  readonly versions: readonly NamedVersion[];
  /** How many entries are whose, in stretches of equal length; `seq` is the last entry of each. */
  readonly activity: readonly {
    readonly seq: number;
    readonly people: Readonly<Record<PersonId, number>>;
  }[];
  /** The last entry that was seen at the visit before this one; null for who was never here. */
  readonly seen: number | null;
  readonly people: People;
}

/** Content of one look and one authorship. */
export interface PastRun {
  readonly insert: string | Attributes;
  readonly attributes?: Attributes;
  readonly span: Span;
}

/** What became of a run between two moments; a run without `change` is the same. */
export interface ComparedRun extends PastRun {
  readonly change?: "inserted" | "deleted" | "formatted";
  /** Who did it; null where that is not known. */
  readonly by?: PersonId | null;
  readonly entry?: number | null;
  /** The formats it had, where they changed. */
  readonly before?: Attributes | null;
  /** Shared by a deletion and the insertion of the same text elsewhere. */
  readonly move?: number;
}

interface Named {
  readonly people: People;
  readonly suggestions: Readonly<Record<string, SuggestionSource>>;
}

/** The page as it was when an entry was in. */
export interface PastMoment extends Named {
  readonly seq: number;
  readonly at: number;
  /** Whose entry it is. */
  readonly person: PersonId;
  readonly content: readonly PastRun[];
}

/** All that stood there at one of two moments. */
export interface Comparison extends Named {
  readonly seq: number;
  readonly at: number;
  readonly before: number;
  /** Null before the first entry. */
  readonly before_at: number | null;
  readonly content: readonly ComparedRun[];
}

type Json = <T>(method: string, path: string, signal?: AbortSignal, body?: object) => Promise<T>;
type Nothing = (method: string, path: string, signal?: AbortSignal, body?: object) => Promise<void>;

/** The calls about the history of a document. */
export function historyCalls(json: Json, nothing: Nothing) {
  const at = (id: DocumentId, rest = "") => `/documents/${encodeURIComponent(id)}/history${rest}`;
  const version = (id: string) => `/versions/${encodeURIComponent(id)}`;
  return {
    history: (id: DocumentId, signal?: AbortSignal) => json<DocumentHistory>("GET", at(id), signal),
    moment: (id: DocumentId, seq: number, signal?: AbortSignal) =>
      json<PastMoment>("GET", at(id, `/${seq}`), signal),
    comparison: (id: DocumentId, seq: number, before: number, signal?: AbortSignal) =>
      json<Comparison>("GET", at(id, `/${seq}/since/${before}`), signal),
    nameVersion: (id: DocumentId, seq: number, name: string, signal?: AbortSignal) =>
      json<{ readonly id: string }>("POST", at(id, "/versions"), signal, { seq, name }),
    renameVersion: (id: DocumentId, versionId: string, name: string, signal?: AbortSignal) =>
      json<{ readonly id: string }>("PUT", at(id, version(versionId)), signal, { name }),
    forgetVersion: (id: DocumentId, versionId: string, signal?: AbortSignal) =>
      nothing("DELETE", at(id, version(versionId)), signal),
  };
}
