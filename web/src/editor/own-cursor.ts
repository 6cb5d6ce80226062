/** Tells where the own caret is, for the others to see. */
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { bindingOf } from "./binding";
import { type Cursor, cursorAt } from "./cursor";

/** Where the caret of an editor is, as it travels. */
function ownCursor({ state }: EditorView): Cursor {
  const binding = bindingOf(state);
  const { anchor, head } = state.selection;
  return cursorAt(binding.text, binding.indexInText(anchor), binding.indexInText(head));
}

/**
 * Calls `onCursor` when the caret moves, and with null when the editor goes away.
 *
 * A caret that only moved because others changed the text has not moved: it hangs on characters.
 */
export function ownCursorPlugin(onCursor: (cursor: Cursor | null) => void): Plugin {
  let said = "";
  const say = (view: EditorView) => {
    const cursor = ownCursor(view);
    const text = JSON.stringify(cursor);
    if (text === said) return;
    said = text;
    onCursor(cursor);
  };
  return new Plugin({
    props: {
      handleDOMEvents: {
        focus: (view) => {
          say(view);
          return false;
        },
      },
    },
    view: () => ({
      update: (view, before) => {
        const changed = !before.selection.eq(view.state.selection) || before.doc !== view.state.doc;
        // The text follows the editor: say it once both are the same again.
        if (changed && (view.hasFocus() || said !== ""))
          queueMicrotask(() => !view.isDestroyed && say(view));
      },
      destroy: () => onCursor(null),
    }),
  });
}
