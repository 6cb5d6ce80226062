/** How the editor's toolbar and keys ask for a comment, without knowing who takes it. */
import { type Command, type EditorState, Plugin, PluginKey } from "prosemirror-state";

export interface CommentDoor {
  /** Whether the person here may comment. */
  readonly mayComment: () => boolean;
  /** Begins one about the selection. */
  readonly begin: () => void;
}

const key = new PluginKey<CommentDoor>("byline-comment-door");

export function commentDoorPlugin(door: CommentDoor): Plugin<CommentDoor> {
  return new Plugin<CommentDoor>({
    key,
    state: { init: () => door, apply: (_tr, same) => same },
    props: {
      handleDOMEvents: {
        // Not `handleKeyDown`, which nobody hears who may not write.
        keydown: (view, event) => {
          if (!isShortcut(event) || !beginComment(view.state)) return false;
          event.preventDefault();
          return true;
        },
      },
    },
  });
}

function isShortcut(event: KeyboardEvent): boolean {
  const isPressed = event.code === "KeyM" && event.altKey && (event.ctrlKey || event.metaKey);
  // AltGr is told as Ctrl+Alt, and types a letter.
  return isPressed && !event.shiftKey && !event.getModifierState("AltGraph");
}

export const mayComment = (state: EditorState): boolean =>
  key.getState(state)?.mayComment() ?? false;

/** Begins a comment about what is selected. */
export const beginComment: Command = (state) => {
  if (!mayComment(state) || state.selection.empty) return false;
  key.getState(state)?.begin();
  return true;
};
