/** What the history shows: a moment, or what is different between two. */
import { useQuery } from "@tanstack/react-query";
import type { EditorState } from "prosemirror-state";
import { useMemo } from "react";
import type { Looks } from "../authorship/looks";
import type { Comparison, PastMoment } from "../wire/history";
import type { PersonId } from "../wire/types";
import { said } from "./ChangeList";
import { namesOf } from "./names";
import { comparisonState, momentState } from "./past-page";
import { comparisonQuery, momentQuery } from "./queries";

interface Asked {
  readonly documentId: string;
  readonly at: number;
  /** The moment to compare with, if any. */
  readonly since: number | null;
}

interface Style {
  readonly looks: Looks;
  readonly authors: boolean;
  readonly me: PersonId | null;
}

export interface ShownPast {
  /** One of the two, once it is there; while another is being loaded, the one before it. */
  readonly moment: PastMoment | undefined;
  readonly compared: Comparison | undefined;
  readonly state: EditorState | null;
  /** Whether it is what was asked for. */
  readonly isCurrent: boolean;
  readonly isError: boolean;
  readonly refetch: () => void;
}

export function useShown({ documentId, at, since }: Asked, style: Style): ShownPast {
  const isComparing = since !== null;
  const moments = useQuery({ ...momentQuery(documentId, at), enabled: !isComparing });
  const comparisons = useQuery({
    ...comparisonQuery(documentId, at, since ?? 0),
    enabled: isComparing,
  });
  const moment = isComparing ? undefined : moments.data;
  const compared = isComparing ? comparisons.data : undefined;
  const shown = isComparing ? comparisons : moments;
  const { looks, authors, me } = style;
  const state = useMemo(() => {
    if (compared !== undefined) return comparedState(compared, looks, me);
    if (moment === undefined) return null;
    const names = namesOf(moment, looks);
    return momentState(moment.content, authors ? names : null);
  }, [moment, compared, looks, authors, me]);
  return {
    moment,
    compared,
    state,
    isCurrent: shown.data !== undefined && !shown.isPlaceholderData,
    isError: shown.isError,
    refetch: () => void shown.refetch(),
  };
}

function comparedState(compared: Comparison, looks: Looks, me: PersonId | null): EditorState {
  return comparisonState(compared.content, namesOf(compared, looks), (kind, run) =>
    said(kind, compared.people, run.by ?? null, me),
  );
}
