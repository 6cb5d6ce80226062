import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { EditorView } from "prosemirror-view";
import { useState } from "react";
import { useRequests } from "../assist/requests";
import { AuthorshipLayer, useAuthorship, useShownPresence } from "../authorship";
import { useComments } from "../comments/use-comments";
import { useCommentsShown } from "../comments/use-shown";
import { AssistantDialog } from "../desk/AssistantDialog";
import { ProfileDialog } from "../people/ProfileDialog";
import { ShareDialog } from "../people/ShareDialog";
import type { SyncClient } from "../sync";
import { readString, recall, remember } from "../ui/remembered";
import { Banners } from "./Banners";
import { DocumentHeader } from "./DocumentHeader";
import { useEditorParts } from "./editor-parts";
import { MoreMenu } from "./MoreMenu";
import { Outline } from "./Outline";
import { PageArea } from "./PageArea";
import { PastArea } from "./PastArea";
import { usePanelLayout } from "./panel-layout";
import { assistantQuery, meQuery } from "./queries";
import { ShortcutsDialog } from "./ShortcutsDialog";
import { showCaretOf } from "./show-caret";
import { type Shown, shown } from "./shown";
import { usePast } from "./use-past";
import { useSelected } from "./use-selected";
import styles from "./Workspace.module.css";
import { usePanel, WorkspacePanel } from "./WorkspacePanel";
import { useWorkspaceKeys } from "./workspace-keys";

interface Props {
  readonly documentId: string;
  readonly client: SyncClient;
}

type Dialog = "share" | "profile" | "shortcuts" | "assistant" | null;

/** From this width in px on, the panel and the outline stand beside the page. */
const WIDE = "(min-width: 900px)";

/** The open document: header, outline, page and panel, and how they work together. */
export function Workspace({ documentId, client }: Props) {
  const told = useSelected(client, shown);
  const me = useQuery(meQuery).data;
  const wide = useMediaQuery(WIDE, window.matchMedia(WIDE).matches) ?? true;
  const [layout, setLayout] = usePanelLayout();
  const [view, setView] = useState<EditorView | null>(null);
  const [dialog, setDialog] = useState<Dialog>(null);
  const [font, setFont] = useFont();
  const authorship = useAuthorship(documentId, client, told.doc);
  const now = { ...told, presence: useShownPresence(authorship, told.presence) };
  const parts = useEditorParts(documentId, client);
  const requests = useRequests(documentId);
  const enabled = useAssistantEnabled(documentId, me?.assistant.enabled ?? true);
  const comments = useComments(documentId, client, now);
  const has = { assistant: enabled, comments: comments.mayComment, review: now.mayReview };
  const panel = usePanel(layout, setLayout, wide, has);
  useCommentsShown(comments, () => panel.show("comments"));
  const past = usePast(now.role);
  useWorkspaceKeys({
    desk: parts.desk,
    requests,
    panel,
    person: now.person,
    online: now.online,
    onShortcuts: () => setDialog("shortcuts"),
    past,
  });

  const close = (): void => setDialog(null);
  const person = now.person ?? me?.person ?? null;
  return (
    <div className={styles.frame} data-font={font}>
      <DocumentHeader
        documentId={documentId}
        client={client}
        now={now}
        wide={wide}
        outline={layout.outline}
        onOutline={(outline) => setLayout({ outline })}
        outlineFeed={parts.outline}
        view={view}
        onJump={(presence) => view !== null && showCaretOf(view, now.doc, presence)}
        onShare={() => setDialog("share")}
        past={past}
        more={
          <MoreMenu
            layout={layout}
            onLayout={setLayout}
            font={font}
            onFont={setFont}
            onShortcuts={() => setDialog("shortcuts")}
            onProfile={() => setDialog("profile")}
            onAssistant={me?.assistant.enabled ? () => setDialog("assistant") : null}
            onShare={wide ? null : () => setDialog("share")}
            onHistory={wide ? null : past.toggle}
            numbers={numbersPage(documentId, now)}
          />
        }
      />
      {now.loaded && <Banners client={client} mayWrite={now.mayWrite} />}
      <div className={styles.body}>
        <div className={styles.live} hidden={past.address !== null}>
          {wide && layout.outline && <Outline feed={parts.outline} view={view} />}
          <PageArea
            documentId={documentId}
            client={client}
            now={now}
            parts={parts}
            authorship={authorship}
            comments={comments}
            onView={setView}
          />
          <WorkspacePanel
            documentId={documentId}
            panel={panel}
            layout={layout}
            onLayout={setLayout}
            wide={wide}
            parts={parts}
            requests={requests}
            now={now}
            person={person}
            authorship={authorship}
            comments={comments}
          />
        </div>
        {past.address !== null && (
          <PastArea
            documentId={documentId}
            past={past}
            now={now}
            me={person?.id ?? null}
            view={view}
            layout={layout}
            onLayout={setLayout}
            wide={wide}
          />
        )}
      </div>
      <AuthorshipLayer authorship={authorship} />
      {dialog === "share" && now.role !== null && (
        <ShareDialog documentId={documentId} role={now.role} onClose={close} />
      )}
      {dialog === "assistant" && now.role !== null && (
        <AssistantDialog documentId={documentId} role={now.role} onClose={close} />
      )}
      {dialog === "profile" && person !== null && <ProfileDialog person={person} onClose={close} />}
      {dialog === "shortcuts" && <ShortcutsDialog onClose={close} />}
    </div>
  );
}

/** Where the numbers of the document are; null for those who may not see its history. */
const numbersPage = (documentId: string, { mayReview }: Shown): string | null =>
  mayReview ? `/d/${documentId}/numbers` : null;

/** Whether there is an assistant in this document, as far as is known. */
function useAssistantEnabled(documentId: string, onServer: boolean): boolean {
  const known = useQuery({ ...assistantQuery(documentId), enabled: onServer }).data;
  return onServer && (known?.enabled ?? true);
}

type Font = "serif" | "sans";

function useFont(): readonly [Font, (font: Font) => void] {
  const [font, setFont] = useState<Font>(() =>
    recall("font", readString, "serif") === "sans" ? "sans" : "serif",
  );
  const choose = (chosen: Font): void => {
    remember("font", chosen);
    setFont(chosen);
  };
  return [font, choose];
}
