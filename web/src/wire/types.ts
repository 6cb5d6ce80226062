/** The shapes of the HTTP interface; times are ms since the epoch. Authorship has its own file. */

export type PersonId = string;
export type DocumentId = string;
export type Role = "coordinator" | "writer" | "reviewer" | "reader";

export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly initials: string;
  /** Index into the palette of 12. */
  readonly colour: number;
  readonly kind: "account" | "guest" | "system" | "erased";
}

export interface Me {
  readonly person: Person | null;
  /** Whether anybody who reaches the server may pick a name and start. */
  readonly open: boolean;
  readonly assistant: AssistantInfo;
}

interface AssistantInfo {
  readonly enabled: boolean;
  readonly model: string;
  readonly built_in: boolean;
}

export interface Session {
  readonly id: string;
  readonly created_at: number;
  readonly last_seen_at: number;
  readonly current: boolean;
}

export interface AuthorShare {
  readonly person: Person | null;
  readonly origin: "human" | "adopted" | "other";
  /** From 0 to 1. */
  readonly share: number;
}

export interface DocumentInfo {
  readonly id: DocumentId;
  readonly title: string;
  readonly role: Role;
  readonly generation: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly created_by: Person | null;
  readonly last_writer: Person | null;
  readonly shares: readonly AuthorShare[];
}

export interface Member {
  readonly person: Person;
  readonly role: Role;
}

export interface Invitation {
  readonly id: string;
  readonly role: Role;
  readonly expires_at: number | null;
  readonly created_by: Person | null;
}

export interface NewInvitation {
  readonly id: string;
  readonly token: string;
  readonly url: string;
  readonly role: Role;
  readonly expires_at: number | null;
}

export interface InvitationPreview {
  readonly title: string;
  readonly role: Role;
  readonly expires_at: number | null;
}

export interface Passage {
  readonly text: string;
  readonly before: string;
  readonly after: string;
  /** Whose words it consists of can be told by these. */
  readonly ids?: PassageIds;
}

/** Yjs client, clock, and length in UTF-16 units. */
export type IdTriple = readonly [number, number, number];

/** The ids of a passage and of what surrounds it, in the order of the text. */
export interface PassageIds {
  readonly text: readonly IdTriple[];
  readonly before: readonly IdTriple[];
  readonly after: readonly IdTriple[];
}

export interface Suggestion {
  readonly id: string;
  readonly number: number;
  readonly request: string;
  readonly recipe: string;
  readonly instruction: string | null;
  readonly passage: Passage;
  readonly label: string;
  readonly text: string;
  readonly rules: readonly string[];
  readonly model: string;
  readonly asked_by: Person;
  readonly at: number;
  readonly state: "asking" | "ready" | "failed" | "stopped";
  readonly took_ms: number | null;
  readonly usage: TokenUsage | null;
  /** US dollars; null where the price is not known. */
  readonly cost: number | null;
  /** The teammate who was asked instead of the assistant. */
  readonly answered_by: Person | null;
  readonly shared_by: Person | null;
  /** One's own rating: -1, 0 (none) or 1. */
  readonly rating: number;
  /** How many of the team liked it. */
  readonly up: number;
  readonly down: number;
  readonly pinned: boolean;
  readonly dismissed: boolean;
}

export interface SuggestionRequest {
  readonly passage: Passage;
  readonly recipe: string;
  readonly instruction: string | null;
  /** Null: as many as the recipe has. */
  readonly alternatives: number | null;
  /** The label of a model; null: the recipe's, or the first. */
  readonly model: string | null;
  readonly turned_down: readonly TurnedDown[];
}

/** An earlier suggestion that the person does not want. */
export interface TurnedDown {
  readonly label: string;
  readonly text: string;
}

interface AlternativeStart {
  readonly id: string;
  readonly number: number;
  readonly label: string;
  readonly model: string;
}

export interface TokenUsage {
  readonly input: number;
  readonly output: number;
}

/** What a suggestion stream says, in the order in which it happens; alternatives interleave. */
export type SuggestionEvent =
  | {
      readonly type: "started";
      readonly request: string;
      readonly alternatives: readonly AlternativeStart[];
    }
  | { readonly type: "delta"; readonly id: string; readonly text: string }
  /** It was too much like another and is written anew: what it said is gone. */
  | { readonly type: "restarted"; readonly id: string }
  | {
      readonly type: "finished";
      readonly id: string;
      readonly text: string;
      readonly rules: readonly string[];
      readonly model: string;
      readonly took_ms: number;
      readonly usage: TokenUsage | null;
      readonly cost: number | null;
    }
  | {
      readonly type: "failed";
      readonly id: string;
      readonly slug: string;
      readonly message: string;
      readonly retryable: boolean;
    }
  | { readonly type: "done" };
