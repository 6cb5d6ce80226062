import type { EditorView } from "prosemirror-view";
import { useMemo, useSyncExternalStore } from "react";
import { type ToolbarState, toolbarStore } from "./toolbar-plugin";

const NEVER = () => () => undefined;

/** The editor's state as it changes. */
export function useEditorState(view: EditorView): ToolbarState {
  const store = toolbarStore(view.state);
  const none = useMemo<ToolbarState>(
    () => ({
      state: view.state,
      focused: false,
      pointing: false,
      asked: false,
      linkAsked: false,
    }),
    [view],
  );
  const now = useSyncExternalStore(store?.subscribe ?? NEVER, () => store?.getSnapshot() ?? none);
  return now;
}
