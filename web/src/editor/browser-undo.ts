/**
 * The browser's own undo, which its menu asks for, and Ctrl+Z while the focus is elsewhere on the page.
 *
 * It knows only the letters that the browser put into the page itself, and takes whole lines apart with
 * them. So it never happens: the person's own last step is taken back in its place.
 */
import { type Command, Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { redo, undo } from "./undo-commands";

const COMMANDS: Readonly<Record<string, Command>> = { historyUndo: undo, historyRedo: redo };

export function browserUndoPlugin(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        beforeinput(view, event) {
          const command = COMMANDS[event.inputType];
          if (command === undefined) return false;
          event.preventDefault();
          if (isMeant(view)) {
            command(view.state, view.dispatch, view);
            view.focus();
          }
          return true;
        },
      },
    },
  });
}

const ELSEWHERE = "input, textarea, [contenteditable], [role=dialog]";

/** Whether the person sees the text, and is neither in a field nor in a dialog over it. */
function isMeant({ dom }: EditorView): boolean {
  const place = dom.ownerDocument.activeElement?.closest(ELSEWHERE);
  return dom.closest("[hidden]") === null && (place == null || dom.contains(place));
}
