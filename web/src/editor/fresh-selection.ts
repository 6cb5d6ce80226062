/**
 * Browsers tell of a moved caret in a later task. Until then ProseMirror believes it to be where it
 * was: a key acts there, and whatever is drawn puts the caret back there.
 */
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/** The part of ProseMirror's DOM observer that reads what the browser has changed. */
interface Observing {
  readonly domObserver?: {
    readonly flush: () => void;
    readonly pendingRecords: () => readonly MutationRecord[];
  };
}

/**
 * Reads the browser's selection before each key.
 *
 * A key that comes first, such as Enter right after Ctrl+End, would act on the selection from
 * before: on a busy machine that deletes text.
 */
export function freshSelectionPlugin(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown: (view, event) => {
          const isInputMethod = view.composing || event.isComposing || event.keyCode === 229;
          if (!isInputMethod) observerOf(view)?.flush();
          return false;
        },
      },
    },
  });
}

/**
 * Reads where the browser has put the caret, so that what is drawn next does not put it back. Call it
 * before anything is drawn that the person has not asked for by a key or a press in the text.
 *
 * What the browser has written into the page meanwhile is left to ProseMirror's own time.
 */
export function readSelection(view: EditorView): void {
  const observer = observerOf(view);
  if (!observer || view.composing || observer.pendingRecords().length > 0) return;
  observer.flush();
}

function observerOf(view: EditorView): Observing["domObserver"] {
  return (view as EditorView & Observing).domObserver;
}
