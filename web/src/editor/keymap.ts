/** Keys (UX.md). Those of the page around the editor are bound there. */
import { chainCommands } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import { type Command, type Plugin, TextSelection } from "prosemirror-state";
import { backspaceAtStart, deleteAtEnd, deleteSelected } from "./backspace";
import { enter } from "./enter";
import { takeRuleBack } from "./input-rules";
import {
  indentLines,
  makePlain,
  toggleChecked,
  toggleCodeBlock,
  toggleHeader,
  toggleList,
  toggleQuote,
} from "./lines";
import { toggleSwitch } from "./marks";
import { moveLines } from "./move-line";
import { formatOf } from "./schema";
import { redo, undo } from "./undo-commands";

/** In code a Tab is a Tab. */
const tabInCode: Command = (state, dispatch) => {
  const { $from } = state.selection;
  if ($from.depth === 0 || formatOf($from.parent).codeBlock === null) return false;
  dispatch?.(state.tr.insertText("\t").scrollIntoView());
  return true;
};

/** Selects the text from end to end. */
const selectAll: Command = ({ doc, tr }, dispatch) => {
  dispatch?.(tr.setSelection(TextSelection.create(doc, 1, doc.content.size - 1)));
  return true;
};

const keys: Record<string, Command> = {
  Enter: enter,
  "Shift-Enter": enter,
  "Mod-Enter": toggleChecked,
  Backspace: chainCommands(takeRuleBack, deleteSelected, backspaceAtStart),
  "Mod-Backspace": chainCommands(deleteSelected, backspaceAtStart),
  "Shift-Backspace": chainCommands(deleteSelected, backspaceAtStart),
  Delete: chainCommands(deleteSelected, deleteAtEnd),
  "Mod-Delete": chainCommands(deleteSelected, deleteAtEnd),
  Tab: chainCommands(tabInCode, indentLines(1)),
  "Shift-Tab": indentLines(-1),
  "Mod-a": selectAll,
  "Mod-z": undo,
  "Mod-y": redo,
  "Mod-Shift-z": redo,
  "Mod-b": toggleSwitch("bold"),
  "Mod-i": toggleSwitch("italic"),
  "Mod-u": toggleSwitch("underline"),
  "Mod-Shift-x": toggleSwitch("strike"),
  "Mod-e": toggleSwitch("code"),
  "Mod-Alt-0": makePlain,
  "Mod-Alt-1": toggleHeader(1),
  "Mod-Alt-2": toggleHeader(2),
  "Mod-Alt-3": toggleHeader(3),
  "Mod-Shift-7": toggleList("ordered"),
  "Mod-Shift-8": toggleList("bullet"),
  "Mod-Shift-9": toggleList("unchecked"),
  "Mod-Shift-.": toggleQuote,
  "Mod-Alt-c": toggleCodeBlock,
  "Alt-Shift-ArrowUp": moveLines("up"),
  "Alt-Shift-ArrowDown": moveLines("down"),
};

export const keymaps = (): Plugin => keymap(keys);
