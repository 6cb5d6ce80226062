/** The review of the open document, kept up to date, and what can be done in it. */
import {
  type UseMutationResult,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect } from "react";
import type * as Y from "yjs";
import { reviewQuery } from "../app/queries";
import { announce } from "../ui/Announcer";
import type { DocumentReview } from "../wire/review";

/** How long after the last change of the text the passages are asked for again, in ms. */
const SETTLED_MS = 1_000;

/** The review; it is read again when the text has changed or somebody has said something. */
export function useReview(documentId: string, doc: Y.Doc) {
  const queries = useQueryClient();
  const found = useQuery(reviewQuery(documentId));
  useEffect(() => {
    let timer = 0;
    const readAgain = (): void => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        void queries.invalidateQueries({ queryKey: reviewQuery(documentId).queryKey });
      }, SETTLED_MS);
    };
    doc.on("update", readAgain);
    return () => {
      window.clearTimeout(timer);
      doc.off("update", readAgain);
    };
  }, [documentId, doc, queries]);
  return found;
}

/** Runs `act`; then the review is read again, whatever became of it, and what was done is said. */
export function useActing<Given>(
  documentId: string,
  act: (given: Given) => Promise<unknown>,
  said: (review: DocumentReview | undefined) => string,
): UseMutationResult<unknown, Error, Given> {
  const queries = useQueryClient();
  const { queryKey } = reviewQuery(documentId);
  return useMutation({
    mutationFn: act,
    onSettled: () => queries.invalidateQueries({ queryKey }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey });
      announce(said(queries.getQueryData(queryKey)));
    },
  });
}
