/** Whether it is a bad moment to draw. */
import type { EditorView } from "prosemirror-view";

/**
 * Whether the browser has moved the caret and the editor has not heard of it yet. Drawing now would
 * put the caret back where the editor believes it to be.
 */
export function isCaretMoving(view: EditorView): boolean {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = document.getSelection() ?? {};
  if (!view.hasFocus() || !anchorNode || !focusNode) return false;
  if (!view.dom.contains(anchorNode) || !view.dom.contains(focusNode)) return false;
  const { anchor, head } = view.state.selection;
  return (
    view.posAtDOM(anchorNode, anchorOffset ?? 0) !== anchor ||
    view.posAtDOM(focusNode, focusOffset ?? 0) !== head
  );
}
