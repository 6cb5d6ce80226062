/** The data of the HTTP interface as the pages read it: one key and one function each. */

import { QueryClient, queryOptions } from "@tanstack/react-query";
import { recall, remember } from "../ui/remembered";
import { ApiError, api, isAbort } from "../wire/api";
import type { Me } from "../wire/types";

const MAX_TRIES = 3;

/** A client that tries again what the network lost, never what the server refused. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // A server on this machine or in this house is reached without the internet.
      mutations: { networkMode: "always" },
      queries: {
        networkMode: "always",
        staleTime: 5_000,
        retry: (failures, error) => failures < MAX_TRIES && isPassing(error),
      },
    },
  });
}

/** Who this is; when the server cannot be asked, who it was last, so that work goes on offline. */
async function whoAmI(signal: AbortSignal): Promise<Me> {
  try {
    const me = await api.me(signal);
    rememberMe(me);
    return me;
  } catch (error) {
    const last = recall("me", readMe, null);
    if (last === null || !(error instanceof Error) || !isPassing(error) || isAbort(error))
      throw error;
    return last;
  }
}

/** Keeps who this is for when the server cannot be asked. */
export function rememberMe(me: Me): void {
  remember("me", me.person === null ? null : me);
}

function readMe(kept: unknown): Me | null {
  const isMe = typeof kept === "object" && kept !== null && "person" in kept && "assistant" in kept;
  return isMe ? (kept as Me) : null;
}

/** Whether trying again may help: the network failed or the server did, it did not refuse. */
export function isPassing(error: Error | null): boolean {
  if (error === null) return false;
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => whoAmI(signal),
  staleTime: 60_000,
});

export const documentsQuery = queryOptions({
  queryKey: ["documents"],
  queryFn: ({ signal }) => api.documents(signal),
});

export const membersQuery = (documentId: string) =>
  queryOptions({
    queryKey: ["members", documentId],
    queryFn: ({ signal }) => api.members(documentId, signal),
  });

/** What the team has agreed on for the assistant of a document. */
export const assistantQuery = (documentId: string) =>
  queryOptions({
    queryKey: ["assistant", documentId],
    queryFn: ({ signal }) => api.assistant(documentId, signal),
    staleTime: 60_000,
  });

/** Suggestions of a document that are shown to the person here. */
export const suggestionsQuery = (documentId: string) =>
  queryOptions({
    queryKey: ["suggestions", documentId],
    queryFn: ({ signal }) => api.suggestions(documentId, signal),
    staleTime: 60_000,
  });

/** The passages that a reviewer looks at, and what was said of them. */
export const reviewQuery = (documentId: string) =>
  queryOptions({
    queryKey: ["review", documentId],
    queryFn: ({ signal }) => api.review(documentId, signal),
  });

export const consentQuery = queryOptions({
  queryKey: ["consent"],
  queryFn: ({ signal }) => api.consent(signal),
});

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => api.invitation(token, signal),
    retry: false,
  });
