/** What a page sees of a document's synchronisation, and what it hears. */
import type * as Y from "yjs";
import type { Span } from "../wire/authorship";
import type { Person, Role } from "../wire/types";
import type { Draft } from "./drafts";
import type { Presence } from "./presence";
import { INITIAL, type Status, statusOf } from "./status";

/** Everything a page shows about a document's state; a new object for every change. */
export interface SyncSnapshot {
  readonly doc: Y.Doc;
  /** False until the document's text is here: no editor may be shown before. */
  readonly loaded: boolean;
  readonly status: Status;
  readonly presence: readonly Presence[];
  readonly person: Person | null;
  readonly role: Role | null;
  readonly title: string;
  readonly generation: string | null;
}

export type SyncEvent =
  /** New authorship, of text that is durable. */
  | { readonly type: "spans"; readonly spans: readonly Span[] }
  /** The server's whole state is here; events before it may have been missed. */
  | { readonly type: "synced" }
  /** Members or people changed. */
  | { readonly type: "people" }
  /** What the team agreed on for the assistant changed, or what they say of its suggestions. */
  | { readonly type: "assistant" | "suggestions" }
  /** A version was given a name, or lost it. */
  | { readonly type: "history" }
  /** Somebody has commented, or resolved a thread. */
  | { readonly type: "comments" }
  /** What was said in review changed. */
  | { readonly type: "review" }
  /** Text of this device could not be merged; `kept` says whether it is safe in the drafts. */
  | { readonly type: "draft"; readonly draft: Draft; readonly kept: boolean };

/** The state before anything is known. */
export function snapshotOf(doc: Y.Doc): SyncSnapshot {
  return {
    doc,
    loaded: false,
    status: statusOf(INITIAL),
    presence: [],
    person: null,
    role: null,
    title: "",
    generation: null,
  };
}

/** `before` with a change; `before` itself where that changes nothing. */
export function withChange(before: SyncSnapshot, change: Partial<SyncSnapshot>): SyncSnapshot {
  const status = change.status && isEqual(before.status, change.status) ? before.status : null;
  const after = { ...before, ...change, ...(status && { status }) };
  const names = Object.keys(change) as (keyof SyncSnapshot)[];
  return names.every((name) => Object.is(before[name], after[name])) ? before : after;
}

function isEqual(one: Status, other: Status): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether a role changes the text. */
export function mayWrite(role: Role): boolean {
  return role === "coordinator" || role === "writer";
}

/**
 * Whether what one of them wrote offline may be sent by the other. Guests without a session have
 * no identity but the client ids they wrote under, by which the server knows them again.
 */
export function isSamePerson(one: Person, other: Person): boolean {
  return one.id === other.id || (isSessionless(one) && isSessionless(other));
}

function isSessionless(person: Person): boolean {
  return person.id.startsWith("a_");
}
