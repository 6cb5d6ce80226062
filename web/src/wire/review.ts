/** The review of a document, over HTTP (docs/wire-protocol.md); times are ms since the epoch. */
import type { SuggestionSource } from "./authorship";
import type { DocumentId, IdTriple, Person, PersonId } from "./types";

export type PassageKind = "ai" | "undeclared" | "pasted" | "unknown" | "selected";
type ReviewState = "reviewed" | "stale" | "unreviewed";

/** Somebody reviewed a passage. */
export interface PassageReviewed {
  readonly id: string;
  readonly person: PersonId;
  readonly at: number;
  readonly seq: number;
  readonly note: string;
  /** The passage still says what it said then. */
  readonly holds: boolean;
  /** Its reviewer is not who placed it, or need not be another. */
  readonly counts: boolean;
  /** What the passage said then, where that is something else. */
  readonly said: string | null;
}

/** Somebody contests a placing. */
export interface PlacingContested {
  readonly id: string;
  readonly person: PersonId;
  readonly at: number;
  readonly seq: number;
  readonly reason: string;
  /** Null while it is open. */
  readonly end: "settled" | null;
  readonly ended_by: PersonId | null;
  readonly ended_at: number | null;
  readonly ended_note: string;
}

/** A passage that a reviewer looks at. */
export interface ReviewPassage {
  /** The same as long as its first character stands. */
  readonly key: string;
  readonly kind: PassageKind;
  readonly ids: readonly IdTriple[];
  /** The beginning of what it says. */
  readonly text: string;
  readonly hash: string;
  readonly suggestion: string | null;
  readonly placed_by: PersonId | null;
  readonly at: number;
  readonly changed: boolean;
  /** What was placed, where that was something else. */
  readonly placed: string | null;
  readonly placers: readonly PersonId[];
  /** Whose acts or words are in it. */
  readonly people: readonly PersonId[];
  readonly state: ReviewState;
  readonly contested: boolean;
  readonly reviews: readonly PassageReviewed[];
  readonly contests: readonly PlacingContested[];
}

interface ReviewProgress {
  readonly total: number;
  readonly reviewed: number;
  readonly stale: number;
  readonly contested: number;
}

export interface SignedOff {
  readonly id: string;
  readonly person: PersonId;
  readonly at: number;
  readonly seq: number;
  readonly note: string;
  readonly passages: number;
  readonly reviewed: number;
  readonly stale: number;
  readonly unreviewed: number;
  readonly contested: number;
  /** The text is another one now. */
  readonly changed: boolean;
}

type People = Readonly<Record<PersonId, Person>>;
type Sources = Readonly<Record<string, SuggestionSource>>;

export interface DocumentReview {
  readonly seq: number;
  readonly sha256: string;
  /** Whether another person than who placed a suggestion must review it. */
  readonly second_person: boolean;
  readonly progress: { readonly ai: ReviewProgress; readonly all: ReviewProgress };
  /** In the order of the text. */
  readonly passages: readonly ReviewPassage[];
  readonly sign_offs: readonly SignedOff[];
  readonly people: People;
  readonly suggestions: Sources;
}

export interface LifeEvent {
  readonly kind:
    | "placed"
    | "pasted"
    | "unknown"
    | "written"
    | "moved"
    | "copied"
    | "restored"
    | "deleted"
    | "formatted";
  readonly first: number;
  readonly seq: number;
  readonly person: PersonId;
  readonly at: number;
  readonly until: number;
  readonly units: number;
  readonly text: string;
  readonly suggestion: string | null;
}

/** What happened to a passage, oldest first. */
export interface PassageLife {
  readonly events: readonly LifeEvent[];
  readonly left_out: number;
  readonly people: People;
  readonly suggestions: Sources;
}

/** A passage as somebody saw it. */
export interface SeenPassage {
  readonly ids: readonly IdTriple[];
  readonly hash: string;
  /** They chose it themselves. */
  readonly selected: boolean;
}

type Json = <T>(method: string, path: string, signal?: AbortSignal, body?: object) => Promise<T>;
type Nothing = (method: string, path: string, signal?: AbortSignal, body?: object) => Promise<void>;
type Made = { readonly id: string };

/** Ids in an address: enough of them to find the passage again. */
const MAX_RANGES = 100;

/** The calls about it. */
export function reviewCalls(json: Json, nothing: Nothing) {
  const at = (id: DocumentId, rest = "") => `/documents/${encodeURIComponent(id)}/review${rest}`;
  const one = (id: DocumentId, kind: string, row: string, rest = "") =>
    at(id, `/${kind}/${encodeURIComponent(row)}${rest}`);
  return {
    review: (id: DocumentId, signal?: AbortSignal) => json<DocumentReview>("GET", at(id), signal),
    passageLife: (id: DocumentId, ids: readonly IdTriple[], signal?: AbortSignal) => {
      const ranges = ids.slice(0, MAX_RANGES).map((range) => range.join("-"));
      return json<PassageLife>("GET", at(id, `/life?ids=${ranges.join(",")}`), signal);
    },
    markReviewed: (id: DocumentId, seen: SeenPassage, note: string) =>
      json<Made>("POST", at(id, "/passages"), undefined, { ...seen, note }),
    withdrawReview: (id: DocumentId, review: string) =>
      nothing("DELETE", one(id, "passages", review)),
    contest: (id: DocumentId, seen: SeenPassage, reason: string) =>
      json<Made>("POST", at(id, "/contests"), undefined, { ...seen, reason }),
    withdrawContest: (id: DocumentId, contest: string) =>
      nothing("DELETE", one(id, "contests", contest)),
    settleContest: (id: DocumentId, contest: string, note: string) =>
      nothing("POST", one(id, "contests", contest, "/settle"), undefined, { note }),
    signOff: (id: DocumentId, sha256: string, note: string) =>
      json<Made>("POST", at(id, "/sign-offs"), undefined, { sha256, note }),
    withdrawSignOff: (id: DocumentId, signOff: string) =>
      nothing("DELETE", one(id, "sign-offs", signOff)),
  };
}
