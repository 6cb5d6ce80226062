import type { EditorView } from "prosemirror-view";
import { useCallback, useMemo, useRef } from "react";
import { PlacingBar } from "../assist/PlacingBar";
import { type Authorship, FilterBar } from "../authorship";
import type { Comments } from "../comments/use-comments";
import { Editor } from "../editor/Editor";
import type { SyncClient } from "../sync";
import type { EditorParts } from "./editor-parts";
import { TextSkeleton } from "./Skeletons";
import type { Shown } from "./shown";
import styles from "./Workspace.module.css";

interface Props {
  readonly documentId: string;
  readonly client: SyncClient;
  readonly now: Shown;
  readonly parts: EditorParts;
  readonly authorship: Authorship;
  readonly comments: Comments;
  readonly onView: (view: EditorView | null) => void;
}

/** The page itself: the editor once the text is here, its shape before. */
export function PageArea({ documentId, client, now, parts, authorship, comments, onView }: Props) {
  const page = useRef<HTMLElement>(null);
  const { desk, outline, review } = parts;
  const plugins = useMemo(
    () => [desk.plugin, outline.plugin, authorship.plugin, review.plugin, ...comments.plugins],
    [desk, outline, authorship, review, comments.plugins],
  );
  const takeView = useCallback(
    (view: EditorView | null): void => {
      desk.attach(view, page.current);
      onView(view);
    },
    [desk, onView],
  );
  return (
    <div className={styles.pageFrame}>
      <main className={styles.page} id="page" ref={page} tabIndex={-1}>
        {now.loaded ? (
          <Editor
            documentId={documentId}
            doc={now.doc}
            editable={now.mayWrite}
            plugins={plugins}
            others={now.presence}
            onCursor={(cursor) => client.setCursor(cursor)}
            onView={takeView}
          />
        ) : (
          <TextSkeleton />
        )}
      </main>
      <FilterBar authorship={authorship} />
      <PlacingBar desk={desk} />
    </div>
  );
}
