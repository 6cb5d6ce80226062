/** The data of comments as the page reads it. */
import { queryOptions } from "@tanstack/react-query";
import { api } from "../wire/api";

/** The threads of a document. */
export const threadsQuery = (documentId: string) =>
  queryOptions({
    queryKey: ["threads", documentId],
    queryFn: ({ signal }) => api.threads(documentId, signal),
    staleTime: 60_000,
  });

export const digestQuery = queryOptions({
  queryKey: ["digest"],
  queryFn: ({ signal }) => api.digest(signal),
});
