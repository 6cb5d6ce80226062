/** Everything about comments on one open document. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Plugin } from "prosemirror-state";
import { useEffect, useMemo, useRef } from "react";
import type * as Y from "yjs";
import { commentDoorPlugin } from "../editor/comment-door";
import type { SyncClient } from "../sync";
import type { Thread } from "../wire/comments";
import type { Role } from "../wire/types";
import { haveMoved } from "./anchors";
import { CommentsDesk } from "./desk";
import { tellOfNews } from "./notifying";
import { commentsPlugin } from "./plugin";
import { threadsQuery } from "./queries";
import { unreadIn } from "./sorting";

export interface Comments {
  readonly desk: CommentsDesk;
  readonly plugins: readonly Plugin[];
  readonly mayComment: boolean;
  /** Null until they are loaded. */
  readonly threads: readonly Thread[] | null;
  readonly failed: boolean;
  readonly retry: () => void;
  /** How many comments the person here has not read. */
  readonly unread: number;
}

export function useComments(
  documentId: string,
  client: SyncClient,
  now: { readonly doc: Y.Doc; readonly role: Role | null },
): Comments {
  const { doc, role } = now;
  const mayComment = role !== null && role !== "reader";
  const may = useRef(mayComment);
  may.current = mayComment;
  const parts = useMemo(() => {
    const desk = new CommentsDesk(doc.getText("content"));
    const door = { mayComment: () => may.current, begin: () => void desk.begin() };
    return { desk, plugins: [commentsPlugin(desk), commentDoorPlugin(door)] };
  }, [doc]);
  const query = useQuery({ ...threadsQuery(documentId), enabled: mayComment });
  const threads = mayComment ? (query.data ?? null) : null;
  useEffect(() => parts.desk.setThreads(threads ?? []), [parts, threads]);
  useFollowing(documentId, client, parts.desk);
  useTelling(threads, parts.desk);
  return {
    ...parts,
    mayComment,
    threads,
    failed: query.isError,
    retry: () => void query.refetch(),
    unread: unreadIn(threads ?? []).length,
  };
}

/** Asks again for the threads when words of one have come to another place. */
function useFollowing(documentId: string, client: SyncClient, desk: CommentsDesk): void {
  const queries = useQueryClient();
  useEffect(
    () =>
      client.onEvent((event) => {
        if (event.type !== "spans" || !haveMoved(event.spans, desk.threads)) return;
        void queries.invalidateQueries({ queryKey: threadsQuery(documentId).queryKey });
      }),
    [client, queries, documentId, desk],
  );
}

/** Tells of what came while the page was open and nobody looked at it. */
function useTelling(threads: readonly Thread[] | null, desk: CommentsDesk): void {
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (threads === null) return;
    const before = known.current;
    known.current = new Set(unreadIn(threads));
    if (before !== null) tellOfNews(threads, before, (thread) => desk.show(thread));
  }, [threads, desk]);
}
