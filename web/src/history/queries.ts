/** What the history shows, as it is read and kept. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../wire/api";
import { byPeople } from "./changes";

/** How long in ms the life of a document is taken as it was; versions that get names are told of. */
const FRESH_MS = 5_000;

export const historyQuery = (documentId: string) =>
  queryOptions({
    queryKey: ["history", documentId],
    queryFn: ({ signal }) => api.history(documentId, signal),
    staleTime: FRESH_MS,
  });

/** A moment never changes; what was shown stays until the next one is there. */
export const momentQuery = (documentId: string, seq: number) =>
  queryOptions({
    queryKey: ["history", documentId, "moment", seq],
    queryFn: ({ signal }) => api.moment(documentId, seq, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    // Nothing of it is changed by being read again: there is nothing to compare.
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });

export const comparisonQuery = (documentId: string, seq: number, before: number) =>
  queryOptions({
    queryKey: ["history", documentId, "comparison", seq, before],
    queryFn: async ({ signal }) => byPeople(await api.comparison(documentId, seq, before, signal)),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    // Nothing of it is changed by being read again: there is nothing to compare.
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });
