/** Keys act on the selection that is on the screen, however fast they follow one another. */
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/** The part of ProseMirror's DOM observer that reads what the browser has changed. */
interface Observing {
  readonly domObserver?: { readonly flush?: () => void };
}

/**
 * Reads the browser's selection before each key.
 *
 * Browsers tell of a moved caret in a later task. A key that comes first, such as Enter right
 * after Ctrl+End, would act on the selection from before: on a busy machine that deletes text.
 */
export function freshSelectionPlugin(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown: (view, event) => {
          const isInputMethod = view.composing || event.isComposing || event.keyCode === 229;
          if (!isInputMethod) readSelection(view);
          return false;
        },
      },
    },
  });
}

/** Reads where the browser has put the caret, so that what is drawn next does not put it back. */
export function readSelection(view: EditorView): void {
  (view as EditorView & Observing).domObserver?.flush?.();
}
