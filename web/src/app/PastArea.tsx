import type { EditorView } from "prosemirror-view";
import { useEffect, useRef } from "react";
import type { PersonId } from "../wire/types";
import { later } from "./later";
import { PanelFrame } from "./PanelFrame";
import type { PanelLayout } from "./panel-layout";
import { TextSkeleton } from "./Skeletons";
import type { Shown } from "./shown";
import type { Past } from "./use-past";

const HistoryView = later(
  () => import("../history/HistoryView").then((module) => module.HistoryView),
  <TextSkeleton />,
);

interface Props {
  readonly documentId: string;
  readonly past: Past;
  readonly now: Shown;
  readonly me: PersonId | null;
  readonly view: EditorView | null;
  readonly layout: PanelLayout;
  readonly onLayout: (change: Partial<PanelLayout>) => void;
  readonly wide: boolean;
}

/** The history, with its panel, in the place of the page. */
export function PastArea({ documentId, past, now, me, view, layout, onLayout, wide }: Props) {
  const page = useRef(view);
  page.current = view;
  const { cameFromText } = past;
  useEffect(
    () => () => {
      if (cameFromText.current) page.current?.focus();
    },
    [cameFromText],
  );
  if (past.address === null) return null;
  return (
    <HistoryView
      documentId={documentId}
      me={me}
      address={past.address}
      onAddress={past.onAddress}
      place={now.mayWrite && view !== null ? { documentId, doc: now.doc, view } : null}
      frame={(content) => (
        <PanelFrame layout={layout} onLayout={onLayout} wide={wide}>
          {content}
        </PanelFrame>
      )}
      skeleton={<TextSkeleton />}
    />
  );
}
