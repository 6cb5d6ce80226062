/** The `/` menu: a list of blocks at the caret, chosen with arrow keys and Enter or the pointer. */
import {
  type Command,
  type EditorState,
  Plugin,
  PluginKey,
  type Transaction,
} from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { insertDivider } from "./divider";
import { makePlain, toggleCodeBlock, toggleHeader, toggleList, toggleQuote } from "./lines";
import { asOwnStep } from "./meta";
import { formatOf } from "./schema";
import { texts } from "./texts";

interface Block {
  readonly name: string;
  readonly command: Command;
}

const BLOCKS: readonly Block[] = [
  { name: texts.plain, command: makePlain },
  { name: texts.heading(1), command: toggleHeader(1) },
  { name: texts.heading(2), command: toggleHeader(2) },
  { name: texts.heading(3), command: toggleHeader(3) },
  { name: texts.bulletList, command: toggleList("bullet") },
  { name: texts.numberedList, command: toggleList("ordered") },
  { name: texts.checkList, command: toggleList("unchecked") },
  { name: texts.quote, command: toggleQuote },
  { name: texts.codeBlock, command: toggleCodeBlock },
  { name: texts.divider, command: insertDivider },
];

/** The open menu. */
export interface BlockMenuState {
  /** Position of the `/`. */
  readonly at: number;
  readonly blocks: readonly Block[];
  /** Which of them is marked. */
  readonly marked: number;
}

export const MENU_ID = "byline-blocks";
export const optionId = (index: number): string => `${MENU_ID}-${index}`;

type Said = { readonly open: number } | { readonly mark: number } | "close";
const key = new PluginKey<BlockMenuState | null>("byline-blocks");

export const blockMenu = (state: EditorState): BlockMenuState | null => key.getState(state) ?? null;

/** What was typed behind the `/`, or null when that is no search any more. */
function searched({ doc, selection }: EditorState, at: number): string | null {
  const { $head, empty } = selection;
  if (!empty || $head.depth === 0 || at < $head.start() || at >= $head.pos) return null;
  const typed = doc.textBetween(at, $head.pos, "\n", "\ufffc");
  return /^\/[^\s/]*$/.test(typed) ? typed.slice(1).toLowerCase() : null;
}

function following(state: EditorState, at: number, marked: number): BlockMenuState | null {
  const search = searched(state, at);
  if (search === null) return null;
  const blocks = BLOCKS.filter(({ name }) =>
    name.toLowerCase().replace(/\s/g, "").includes(search),
  );
  return blocks.length === 0 ? null : { at, blocks, marked: Math.min(marked, blocks.length - 1) };
}

function next(tr: Transaction, open: BlockMenuState | null, state: EditorState) {
  const said = tr.getMeta(key) as Said | undefined;
  if (said === "close") return null;
  if (said && "open" in said) return following(state, said.open, 0);
  if (!open) return null;
  if (said) return { ...open, marked: (said.mark + open.blocks.length) % open.blocks.length };
  if (!tr.docChanged && !tr.selectionSet) return open;
  const at = tr.mapping.mapResult(open.at, 1);
  return at.deleted ? null : following(state, at.pos, tr.docChanged ? 0 : open.marked);
}

/** Gives the caret's line the block, in the place of the `/` and what was searched for. */
export function chooseBlock(view: EditorView, block: Block): void {
  const open = blockMenu(view.state);
  if (!open) return;
  view.dispatch(asOwnStep(view.state.tr.delete(open.at, view.state.selection.head)));
  block.command(view.state, view.dispatch, view);
  view.focus();
}

function onKey(view: EditorView, event: KeyboardEvent): boolean {
  const open = blockMenu(view.state);
  if (!open || event.ctrlKey || event.metaKey || event.altKey || view.composing) return false;
  const say = (said: Said) => view.dispatch(view.state.tr.setMeta(key, said));
  const block = open.blocks[open.marked];
  if (event.key === "ArrowDown") say({ mark: open.marked + 1 });
  else if (event.key === "ArrowUp") say({ mark: open.marked - 1 });
  else if (event.key === "Escape") say("close");
  else if (block && (event.key === "Enter" || event.key === "Tab")) chooseBlock(view, block);
  else return false;
  return true;
}

/** A `/` opens the menu at the start of a line and behind a space, but not in code. */
function onText(view: EditorView, from: number, to: number, text: string): boolean {
  const $from = view.state.doc.resolve(from);
  if (text !== "/" || from !== to || $from.depth === 0) return false;
  const before = $from.parent.textBetween(0, $from.parentOffset, "\n", "\ufffc");
  if (!/(^|\s)$/.test(before) || formatOf($from.parent).codeBlock !== null) return false;
  view.dispatch(view.state.tr.insertText("/", from).setMeta(key, { open: from }).scrollIntoView());
  return true;
}

export function blockMenuPlugin(): Plugin<BlockMenuState | null> {
  return new Plugin<BlockMenuState | null>({
    key,
    state: { init: () => null, apply: (tr, open, _old, state) => next(tr, open, state) },
    props: {
      handleKeyDown: onKey,
      handleTextInput: onText,
      handleDOMEvents: {
        blur: (view) => {
          if (blockMenu(view.state)) view.dispatch(view.state.tr.setMeta(key, "close"));
          return false;
        },
      },
      attributes: (state): Record<string, string> => {
        const open = blockMenu(state);
        if (!open) return {};
        return { "aria-controls": MENU_ID, "aria-activedescendant": optionId(open.marked) };
      },
    },
  });
}
