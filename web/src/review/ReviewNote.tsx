import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { reviewQuery } from "../app/queries";
import type { IdRange } from "../model/ids";
import type { PersonId } from "../wire/types";
import { passageWith } from "./filter";
import { nameOf } from "./names";
import { reviewTexts as texts } from "./texts";

interface Props {
  readonly documentId: string;
  readonly self: PersonId | null;
  /** The words that are asked about. */
  readonly ids: readonly IdRange[];
  readonly mayReview: boolean;
}

/** How the passage with these words stands in the review, in a line; nothing where it is not one. */
export function ReviewNote({ documentId, self, ids, mayReview }: Props) {
  const review = useQuery({ ...reviewQuery(documentId), enabled: mayReview }).data;
  const passage = review && passageWith(review.passages, ids);
  if (!review || !passage || !mayReview) return null;
  const naming = { people: review.people, suggestions: review.suggestions, self };
  const open = passage.contests.filter(({ end }) => end === null);
  return (
    <div className="by-card-body">
      <Text size="xs" c="dimmed">
        {texts.states[passage.state]}
      </Text>
      {open.map(({ id, person, reason }) => (
        <Text key={id} size="xs">
          {texts.contestedBy(nameOf(naming, person))}: {reason}
        </Text>
      ))}
    </div>
  );
}
