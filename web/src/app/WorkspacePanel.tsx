import { useEffect, useRef, useState } from "react";
import { AssistPanel } from "../assist/AssistPanel";
import type { Requests } from "../assist/requests";
import { type Authorship, authorshipShown, Legend } from "../authorship";
import { CommentsTab } from "../comments/CommentsTab";
import type { Comments } from "../comments/use-comments";
import { ReviewPanel } from "../review/ReviewPanel";
import { useReadable } from "../sync/use-sync";
import type { Person } from "../wire/types";
import { BottomSheet } from "./BottomSheet";
import type { EditorParts } from "./editor-parts";
import { PanelTabs, type Tab } from "./PanelTabs";
import type { Height, PanelLayout } from "./panel-layout";
import { SidePanel } from "./SidePanel";
import type { Shown } from "./shown";

/** Which part of the panel shows, and on narrow screens how much of it. */
export interface Panel {
  /** Null where there is nothing to show. */
  readonly tab: Tab | null;
  readonly tabs: readonly Tab[];
  readonly height: Height;
  readonly isShown: boolean;
  readonly onTab: (tab: Tab) => void;
  readonly onHeight: (height: Height) => void;
  /** Shows the panel with this tab, unfolding or raising it where needed. */
  readonly show: (tab: Tab) => void;
}

/** The panel's state. Showing authorship brings its legend to the front; hiding it, back. */
export function usePanel(
  layout: PanelLayout,
  onLayout: (change: Partial<PanelLayout>) => void,
  wide: boolean,
  has: { readonly assistant: boolean; readonly comments: boolean; readonly review: boolean },
): Panel {
  const authors = useReadable(authorshipShown);
  const [chosen, setChosen] = useState<Tab>("suggest");
  const [height, setHeight] = useState<Height>("peek");
  useLegendFollows(authors, setChosen);
  const tabs: readonly Tab[] = [
    ...(has.assistant ? (["suggest"] as const) : []),
    ...(has.comments ? (["comments"] as const) : []),
    ...(has.review ? (["review"] as const) : []),
    ...(authors ? (["authors"] as const) : []),
  ];
  const tab = tabs.includes(chosen) ? chosen : (tabs[0] ?? null);
  const raise = (): void => {
    if (height === "peek") setHeight("half");
  };
  return {
    tab,
    tabs,
    height,
    isShown: wide ? layout.open : height !== "peek",
    onTab: (next) => {
      setChosen(next);
      raise();
    },
    onHeight: setHeight,
    show: (next) => {
      setChosen(next);
      if (wide) onLayout({ open: true });
      else raise();
    },
  };
}

function useLegendFollows(authors: boolean, setTab: (tab: Tab) => void): void {
  const before = useRef(authors);
  useEffect(() => {
    if (authors !== before.current) setTab(authors ? "authors" : "suggest");
    before.current = authors;
  }, [authors, setTab]);
}

/**
 * Moves the focus to what is likeliest wanted in the panel: at once where the panel is drawn, so that
 * the next key, however fast, does not reach the page; else as soon as it is.
 */
export function focusPanel(): void {
  if (focusFirst()) return;
  requestAnimationFrame(() => {
    if (!focusFirst()) document.getElementById("panel")?.focus();
  });
}

/** Whether there was something in the panel that could take the focus. */
function focusFirst(): boolean {
  const panel = document.getElementById("panel");
  const first =
    panel?.querySelector<HTMLElement>("[data-place]") ??
    panel?.querySelector<HTMLElement>("[data-recipe]:not(:disabled)");
  first?.focus();
  return first != null && document.activeElement === first;
}

interface Props {
  readonly documentId: string;
  readonly panel: Panel;
  readonly layout: PanelLayout;
  readonly onLayout: (change: Partial<PanelLayout>) => void;
  readonly wide: boolean;
  readonly parts: EditorParts;
  readonly requests: Requests;
  readonly now: Shown;
  readonly person: Person | null;
  readonly authorship: Authorship;
  readonly comments: Comments;
}

/** The panel, beside the page or as a sheet over its foot. */
export function WorkspacePanel({ panel, layout, onLayout, wide, ...props }: Props) {
  const placing = useReadable(props.parts.desk.placing);
  const isPlacing = placing.mode !== "idle";
  const { onHeight } = panel;
  // The placed words are to be seen, and what can be done with them is under them.
  useEffect(() => {
    if (isPlacing) onHeight("peek");
  }, [isPlacing, onHeight]);
  if (panel.tab === null) return null;
  const news = { comments: props.comments.unread };
  const tabs = <PanelTabs tabs={panel.tabs} tab={panel.tab} onTab={panel.onTab} news={news} />;
  const content = (
    <div role="tabpanel" id={`tabpanel-${panel.tab}`} aria-labelledby={`tab-${panel.tab}`}>
      <div hidden={panel.tab !== "suggest"}>
        {panel.tabs.includes("suggest") && (
          <AssistPanel
            documentId={props.documentId}
            desk={props.parts.desk}
            requests={props.requests}
            person={props.person}
            others={props.now.presence.map(({ person }) => person)}
            mayAsk={props.now.mayWrite}
            online={props.now.online}
          />
        )}
      </div>
      {panel.tab === "comments" && (
        <CommentsTab
          documentId={props.documentId}
          comments={props.comments}
          me={props.person}
          others={props.now.presence.map(({ person }) => person)}
        />
      )}
      {panel.tab === "review" && (
        <ReviewPanel
          documentId={props.documentId}
          doc={props.now.doc}
          desk={props.parts.review}
          self={props.person?.id ?? null}
          role={props.now.role}
        />
      )}
      {panel.tab === "authors" && <Legend authorship={props.authorship} />}
    </div>
  );
  if (wide)
    return (
      <SidePanel layout={layout} onLayout={onLayout} tabs={tabs}>
        {content}
      </SidePanel>
    );
  return (
    <BottomSheet height={panel.height} onHeight={panel.onHeight} tabs={tabs} aside={isPlacing}>
      {content}
    </BottomSheet>
  );
}
