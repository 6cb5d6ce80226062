/** Comments, over HTTP. */
import type { DocumentId, IdTriple, Person } from "./types";

export interface Comment {
  readonly id: string;
  readonly author: Person | null;
  readonly at: number;
  readonly edited_at: number | null;
  readonly deleted: boolean;
  /** People are mentioned as `@[person id]`. */
  readonly text: string;
  readonly mentions: readonly Person[];
  /** Why it is news to the person here; null: it is not. */
  readonly news: "mention" | "reply" | null;
  readonly unread: boolean;
}

export interface Thread {
  readonly id: string;
  /** Those it began with, and those they were moved or restored to. */
  readonly ids: readonly IdTriple[];
  /** The words as they were when it began. */
  readonly quote: string;
  readonly at: number;
  readonly resolved_by: Person | null;
  readonly resolved_at: number | null;
  /** Oldest first. */
  readonly comments: readonly Comment[];
}

/** Whether somebody is told of unread comments by e-mail. */
export interface Digest {
  /** Whether this server can write to them at all. */
  readonly available: boolean;
  readonly address: string | null;
  readonly wanted: boolean;
}

type Json = <T>(method: string, path: string, signal?: AbortSignal, body?: object) => Promise<T>;
type Nothing = (method: string, path: string, signal?: AbortSignal, body?: object) => Promise<void>;

/** The calls about them. */
export function commentCalls(json: Json, nothing: Nothing) {
  const at = (id: DocumentId, ...rest: readonly string[]) =>
    ["/documents", id, "threads", ...rest].map((part, i) => (i ? encodeURIComponent(part) : part));
  const path = (id: DocumentId, ...rest: readonly string[]) => at(id, ...rest).join("/");
  return {
    threads: async (id: DocumentId, signal?: AbortSignal) =>
      (await json<{ threads: Thread[] }>("GET", path(id), signal)).threads,
    beginThread: (id: DocumentId, anchor: readonly IdTriple[], text: string) =>
      json<Thread>("POST", path(id), undefined, { anchor, text }),
    reply: (id: DocumentId, thread: string, text: string) =>
      json<Thread>("POST", path(id, thread, "comments"), undefined, { text }),
    editComment: (id: DocumentId, thread: string, comment: string, text: string) =>
      json<Thread>("PATCH", path(id, thread, "comments", comment), undefined, { text }),
    deleteComment: (id: DocumentId, thread: string, comment: string) =>
      nothing("DELETE", path(id, thread, "comments", comment)),
    resolveThread: (id: DocumentId, thread: string, resolved: boolean) =>
      json<Thread>("PUT", path(id, thread, "resolved"), undefined, { resolved }),
    readComments: (id: DocumentId, comments: readonly string[]) =>
      nothing("POST", path(id, "read"), undefined, { comments }),

    digest: (signal?: AbortSignal) => json<Digest>("GET", "/me/digest", signal),
    setDigest: (wanted: boolean) => json<Digest>("PUT", "/me/digest", undefined, { wanted }),
  };
}
