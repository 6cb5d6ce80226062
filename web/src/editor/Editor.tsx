/** The editor on the page: a thin shell around {@link createEditor}. */
import type { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { useEffect, useRef, useState } from "react";
import type * as Y from "yjs";
import { BlockMenu } from "./BlockMenu";
import { type OtherPerson, showCarets } from "./carets";
import { createEditor } from "./create";
import type { Cursor } from "./cursor";
import { ownCursorPlugin } from "./own-cursor";
import { showMayWrite } from "./reading";
import { Toolbar } from "./Toolbar";
import { texts } from "./texts";
import { toolbarPlugin } from "./toolbar-plugin";
import "./page.css";
import "./lists.css";
import "./blocks.css";
import "./marks.css";
import "./toolbar.css";
import "./media.css";

interface Props {
  readonly documentId: string;
  readonly doc: Y.Doc;
  /** Whether the person may write. */
  readonly editable: boolean;
  /** The same array as long as the document is open; another one starts the editor anew. */
  readonly plugins?: readonly Plugin[];
  /** Told of the view when it is there, and null when it goes. */
  readonly onView?: (view: EditorView | null) => void;
  /** Told where the own caret is, for the others to see. */
  readonly onCursor?: (cursor: Cursor | null) => void;
  /** The others, to show their carets. */
  readonly others?: readonly OtherPerson[];
}

const NOBODY: readonly OtherPerson[] = [];
const NO_PLUGINS: readonly Plugin[] = [];

export function Editor({ documentId, doc, editable, ...props }: Props) {
  const { plugins = NO_PLUGINS, others = NOBODY, ...told } = props;
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef({ editable, ...told });
  latest.current = { editable, ...told };
  const [view, setView] = useState<EditorView | null>(null);

  useEffect(() => {
    const editor = createEditor({
      documentId,
      doc,
      place: place.current,
      editable: () => latest.current.editable,
      plugins: [
        ...plugins,
        toolbarPlugin(),
        ownCursorPlugin((cursor) => latest.current.onCursor?.(cursor)),
      ],
      placeholder: texts.placeholder,
      attributes: { "aria-label": texts.label },
    });
    setView(editor.view);
    latest.current.onView?.(editor.view);
    return () => {
      latest.current.onView?.(null);
      setView(null);
      editor.destroy();
    };
  }, [documentId, doc, plugins]);

  useEffect(() => {
    // Asks `editable` again.
    view?.setProps({});
    if (view) showMayWrite(view, editable);
  }, [view, editable]);

  useEffect(() => {
    if (view) showCarets(view, others);
  }, [view, others]);

  return (
    <div className="editor">
      <div ref={place} className="editor-place" />
      {view && <Toolbar view={view} editable={editable} />}
      {view && editable && <BlockMenu view={view} />}
    </div>
  );
}
