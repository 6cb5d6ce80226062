/** What a model would get of the passage, where that is not all of it. */
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { ApiError, api } from "../wire/api";
import type { DocumentAssistant, ModelInfo } from "../wire/assistant";
import type { Passage } from "../wire/types";
import type { Desk } from "./placing-desk";
import type { Captured } from "./placing-passage";

/** How long in ms the passage must stay the same before the server is asked. */
const SETTLED_MS = 350;

interface Asked {
  readonly documentId: string;
  readonly desk: Desk;
  readonly captured: Captured | null;
  readonly assistant: DocumentAssistant | null;
  readonly model: ModelInfo | null;
}

interface Previewed {
  /** Only where it does not go out as it is. */
  readonly passage?: Passage;
  /** How many stretches are left out. */
  readonly leftOut: number;
  /** Why it could not be asked about. */
  readonly problem: string | null;
}

const AS_IT_IS: Previewed = { leftOut: 0, problem: null };

/** Asks the server, where somebody does not want their words sent or people draft first. */
export function usePreview({ documentId, desk, captured, assistant, model }: Asked): Previewed {
  const [settled] = useDebouncedValue(captured, SETTLED_MS);
  const masks = (assistant?.left_out ?? false) && !(model?.built_in ?? true);
  const matters = masks || (assistant?.policy.draft_first ?? false);
  const passage = useMemo(() => {
    if (!matters || settled === null) return null;
    return desk.identified(settled);
  }, [matters, settled, desk]);
  const preview = useQuery({
    queryKey: ["preview", documentId, passage, model?.label],
    queryFn: ({ signal }) =>
      api.preview(documentId, passage as Passage, model?.label ?? null, signal),
    enabled: passage !== null,
    retry: false,
    gcTime: 60_000,
  });
  if (passage === null) return AS_IT_IS;
  if (preview.error !== null) {
    const problem = preview.error instanceof ApiError ? preview.error.message : null;
    return { ...AS_IT_IS, problem };
  }
  if (preview.data === undefined) return AS_IT_IS;
  const { left_out, ...asSent } = preview.data;
  return { passage: asSent, leftOut: left_out, problem: null };
}
