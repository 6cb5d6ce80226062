/** Going to where somebody else is writing, without moving one's own caret. */

import type { EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import { cursorIndexes } from "../editor/cursor";
import { indexToPos } from "../editor/positions";
import type { Presence } from "../sync";
import { scrollBehaviour } from "../ui/motion";

/** Scrolls to a person's caret; false when they have none in the text. */
export function showCaretOf(view: EditorView, doc: Y.Doc, presence: Presence): boolean {
  if (presence.cursor === null) return false;
  const indexes = cursorIndexes(doc.getText("content"), presence.cursor);
  if (indexes === null) return false;
  const { node } = view.domAtPos(indexToPos(view.state.doc, indexes.headIndex));
  const element = node instanceof Element ? node : node.parentElement;
  element?.scrollIntoView({ block: "center", behavior: scrollBehaviour() });
  return true;
}
