/** What the toolbar offers. */
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBlockquote,
  IconBold,
  IconCode,
  IconH1,
  IconH2,
  IconH3,
  IconItalic,
  IconLink,
  IconList,
  IconListCheck,
  IconListNumbers,
  IconMessage,
  type IconProps,
  IconSeparatorHorizontal,
  IconSourceCode,
  IconStrikethrough,
  IconUnderline,
} from "@tabler/icons-react";
import type { Command, EditorState } from "prosemirror-state";
import type { ComponentType } from "react";
import type { LineFormat, Switch } from "../model/formats";
import { insertDivider } from "./divider";
import { selectedLines, toggleCodeBlock, toggleHeader, toggleList, toggleQuote } from "./lines";
import { isSwitchOn, linkAt, toggleSwitch } from "./marks";
import { formatOf } from "./schema";
import { texts } from "./texts";
import { redo, undo } from "./undo-commands";

export interface Tool {
  readonly name: string;
  /** Its shortcut, as people read it. */
  readonly keys: string;
  readonly Icon: ComponentType<IconProps>;
  readonly isOn: (state: EditorState) => boolean;
  readonly command: Command | "link" | "comment";
}

function switchTool(name: string, keys: string, Icon: Tool["Icon"], which: Switch): Tool {
  const isOn = (state: EditorState) => isSwitchOn(state, which);
  return { name, keys, Icon, isOn, command: toggleSwitch(which) };
}

function lineTool(
  name: string,
  keys: string,
  Icon: Tool["Icon"],
  has: (format: LineFormat) => boolean,
  command: Command,
): Tool {
  const isOn = (state: EditorState) =>
    selectedLines(state).every(({ node }) => has(formatOf(node)));
  return { name, keys, Icon, isOn, command };
}

const heading = (level: 1 | 2 | 3, Icon: Tool["Icon"]): Tool =>
  lineTool(
    texts.heading(level),
    `Ctrl+Alt+${level}`,
    Icon,
    (format) => format.header === level,
    toggleHeader(level),
  );

const isCheck = ({ list }: LineFormat) => list === "checked" || list === "unchecked";

/** For those without a keyboard; the others have Ctrl+Z. */
export const HISTORY: readonly Tool[] = [
  { name: texts.undo, keys: "", Icon: IconArrowBackUp, isOn: () => false, command: undo },
  { name: texts.redo, keys: "", Icon: IconArrowForwardUp, isOn: () => false, command: redo },
];

/** For whoever may comment, also where they may not write. */
export const COMMENT: readonly Tool[] = [
  {
    name: texts.comment,
    keys: "Ctrl+Alt+M",
    Icon: IconMessage,
    isOn: () => false,
    command: "comment",
  },
];

export const GROUPS: readonly (readonly Tool[])[] = [
  [
    switchTool(texts.bold, "Ctrl+B", IconBold, "bold"),
    switchTool(texts.italic, "Ctrl+I", IconItalic, "italic"),
    switchTool(texts.underline, "Ctrl+U", IconUnderline, "underline"),
    switchTool(texts.strike, "Ctrl+Shift+X", IconStrikethrough, "strike"),
    switchTool(texts.code, "Ctrl+E", IconCode, "code"),
    {
      name: texts.link,
      keys: "Ctrl+K",
      Icon: IconLink,
      isOn: (state) => linkAt(state, state.selection.from) !== null,
      command: "link",
    },
  ],
  [heading(1, IconH1), heading(2, IconH2), heading(3, IconH3)],
  [
    lineTool(
      texts.bulletList,
      "Ctrl+Shift+8",
      IconList,
      ({ list }) => list === "bullet",
      toggleList("bullet"),
    ),
    lineTool(
      texts.numberedList,
      "Ctrl+Shift+7",
      IconListNumbers,
      ({ list }) => list === "ordered",
      toggleList("ordered"),
    ),
    lineTool(texts.checkList, "Ctrl+Shift+9", IconListCheck, isCheck, toggleList("unchecked")),
    lineTool(
      texts.quote,
      "Ctrl+Shift+.",
      IconBlockquote,
      ({ blockquote }) => blockquote,
      toggleQuote,
    ),
    lineTool(
      texts.codeBlock,
      "Ctrl+Alt+C",
      IconSourceCode,
      ({ codeBlock }) => codeBlock !== null,
      toggleCodeBlock,
    ),
    {
      name: texts.divider,
      keys: "",
      Icon: IconSeparatorHorizontal,
      isOn: () => false,
      command: insertDivider,
    },
  ],
];
