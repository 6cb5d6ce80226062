/** The data of the HTTP interface as the pages read it: one key and one function each. */

import { QueryClient, queryOptions } from "@tanstack/react-query";
import { ApiError, api } from "../wire/api";

const MAX_TRIES = 3;

/** A client that tries again what the network lost, never what the server refused. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < MAX_TRIES && isPassing(error),
      },
    },
  });
}

function isPassing(error: Error): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => api.me(signal),
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

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => api.invitation(token, signal),
    retry: false,
  });
