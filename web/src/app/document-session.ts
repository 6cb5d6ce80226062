/** The live connection of a document page, opened when the page is and closed when it is left. */

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { threadsQuery } from "../comments/queries";
import { historyQuery } from "../history/queries";
import { type Draft, SyncClient, type SyncEvent } from "../sync";
import { assistantQuery, membersQuery, reviewQuery, suggestionsQuery } from "./queries";

/** The sync client of the open page; null until it is made. */
export function useDocumentSession(documentId: string): SyncClient | null {
  const [client, setClient] = useState<SyncClient | null>(null);
  const queries = useQueryClient();
  useEffect(() => {
    const opened = new SyncClient(documentId);
    const stopEvents = opened.onEvent((event) => {
      for (const queryKey of readAgain(event, documentId))
        void queries.invalidateQueries({ queryKey });
    });
    const stop = opened.start();
    setClient(opened);
    return () => {
      stopEvents();
      stop();
      // The list shows who wrote last and how much; it has changed.
      void queries.invalidateQueries({ queryKey: ["documents"] });
    };
  }, [documentId, queries]);
  return client;
}

/** What has to be read again after an event; after a gap, all that others may have changed. */
function readAgain({ type }: SyncEvent, documentId: string): (readonly string[])[] {
  const members = membersQuery(documentId).queryKey;
  const assistant = assistantQuery(documentId).queryKey;
  const suggestions = suggestionsQuery(documentId).queryKey;
  const threads = threadsQuery(documentId).queryKey;
  const review = reviewQuery(documentId).queryKey;
  switch (type) {
    case "people":
      return [members];
    case "assistant":
      return [assistant, review]; // rules may ask for a second person
    case "suggestions":
      return [suggestions];
    case "history":
      return [historyQuery(documentId).queryKey];
    case "comments":
      return [threads, review];
    case "review":
      return [review];
    case "synced":
      return [assistant, suggestions, threads, review];
    default:
      return [];
  }
}

export interface KeptDraft {
  readonly draft: Draft;
  /** Whether it survives a reload. */
  readonly kept: boolean;
}

/** Texts of this document that could not be merged, and how to put one away. */
export function useDrafts(
  client: SyncClient,
): readonly [readonly KeptDraft[], (id: string) => void] {
  const [drafts, setDrafts] = useState<readonly KeptDraft[]>([]);
  useEffect(() => {
    let here = true;
    const add = (more: readonly KeptDraft[]): void => {
      if (!here) return;
      setDrafts((before) => {
        const known = new Set(before.map(({ draft }) => draft.id));
        return [...more.filter(({ draft }) => !known.has(draft.id)), ...before];
      });
    };
    const stop = client.onEvent((event) => {
      if (event.type === "draft") add([{ draft: event.draft, kept: event.kept }]);
    });
    client.drafts().then(
      (found) => add(found.map((draft) => ({ draft, kept: true }))),
      // A browser without a store keeps no drafts; there is nothing to offer.
      () => undefined,
    );
    return () => {
      here = false;
      stop();
    };
  }, [client]);
  const remove = (id: string): void => {
    setDrafts((before) => before.filter(({ draft }) => draft.id !== id));
    void client.removeDraft(id);
  };
  return [drafts, remove];
}
