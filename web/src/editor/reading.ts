/**
 * The page of somebody who may only read.
 *
 * Browsers give a caret, and selecting by keyboard, to editable content only: without them nobody
 * could comment on a passage without a pointer. So the page is editable for the browser, not for
 * ProseMirror, and refuses all that would come of it.
 */
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/** Tells the browser who may write; to be called again when the view has asked anew. */
export function showMayWrite({ dom }: EditorView, mayWrite: boolean): void {
  dom.setAttribute("aria-readonly", String(!mayWrite));
  dom.setAttribute("spellcheck", String(mayWrite));
  dom.contentEditable = "true";
  // No keyboard on the screen of whoever cannot use it.
  if (mayWrite) dom.removeAttribute("inputmode");
  else dom.setAttribute("inputmode", "none");
}

export function readingPlugin(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        beforeinput: refused,
        dragstart: refused,
        dragover: (view, event) => {
          if (!view.editable && event.dataTransfer) event.dataTransfer.dropEffect = "none";
          return refused(view, event);
        },
        drop: refused,
        // It could not be refused word by word.
        compositionstart: (view) => {
          if (!view.editable) view.dom.blur();
          return false;
        },
      },
    },
  });
}

function refused(view: EditorView, event: Event): boolean {
  if (view.editable) return false;
  event.preventDefault();
  return true;
}
