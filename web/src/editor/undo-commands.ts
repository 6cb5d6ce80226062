/** Undo and redo as commands. */
import type { Command } from "prosemirror-state";
import { bindingOf } from "./binding";

export const undo: Command = (state, dispatch) => {
  if (!dispatch) return bindingOf(state).history.canUndo;
  bindingOf(state).history.undo();
  return true;
};

export const redo: Command = (state, dispatch) => {
  if (!dispatch) return bindingOf(state).history.canRedo;
  bindingOf(state).history.redo();
  return true;
};
