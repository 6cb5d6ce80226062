/** Saving a part of what the team agrees on, and reading all of it again. */
import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { assistantQuery } from "../app/queries";
import { texts } from "../app/texts";
import { announce } from "../ui/Announcer";

/** Runs `save`; when it is done, says so and brings the new state in. */
export function useSaving<Given>(
  documentId: string,
  save: (given: Given) => Promise<unknown>,
  said: string = texts.desk.saved,
): UseMutationResult<unknown, Error, Given> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: save,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: assistantQuery(documentId).queryKey });
      announce(said);
    },
  });
}
