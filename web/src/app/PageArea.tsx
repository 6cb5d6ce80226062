import type { EditorView } from "prosemirror-view";
import { useCallback, useMemo, useRef } from "react";
import { PlacingBar } from "../assist/PlacingBar";
import type { Authorship } from "../authorship";
import { Editor } from "../editor/Editor";
import type { SyncClient, SyncSnapshot } from "../sync";
import type { EditorParts } from "./editor-parts";
import { TextSkeleton } from "./Skeletons";
import styles from "./Workspace.module.css";

interface Props {
  readonly client: SyncClient;
  readonly snapshot: SyncSnapshot;
  readonly mayWrite: boolean;
  readonly parts: EditorParts;
  readonly authorship: Authorship;
  readonly onView: (view: EditorView | null) => void;
}

/** The page itself: the editor once the text is here, its shape before. */
export function PageArea({ client, snapshot, mayWrite, parts, authorship, onView }: Props) {
  const page = useRef<HTMLElement>(null);
  const { desk, outline } = parts;
  const plugins = useMemo(
    () => [desk.plugin, outline.plugin, authorship.plugin],
    [desk, outline, authorship],
  );
  const takeView = useCallback(
    (view: EditorView | null): void => {
      desk.attach(view, page.current);
      onView(view);
    },
    [desk, onView],
  );
  const { loaded, doc } = snapshot;
  return (
    <div className={styles.pageFrame}>
      <main className={styles.page} id="page" ref={page} tabIndex={-1}>
        {loaded ? (
          <Editor
            doc={doc}
            editable={mayWrite}
            plugins={plugins}
            others={snapshot.presence}
            onCursor={(cursor) => client.setCursor(cursor)}
            onView={takeView}
          />
        ) : (
          <TextSkeleton />
        )}
      </main>
      <PlacingBar desk={desk} />
    </div>
  );
}
