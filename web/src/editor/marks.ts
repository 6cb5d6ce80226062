/** Inline formats and links. */
import { toggleMark } from "prosemirror-commands";
import type { Command, EditorState } from "prosemirror-state";
import type { Switch } from "../model/formats";
import { safeUrl } from "../model/url";
import { schema } from "./schema";

export const toggleSwitch = (name: Switch): Command =>
  toggleMark(schema.marks[name], null, { includeWhitespace: true });

/** Whether a format is on for the next character or for all that is selected. */
export function isSwitchOn({ doc, selection, storedMarks }: EditorState, name: Switch): boolean {
  const type = schema.marks[name];
  if (selection.empty) return Boolean(type.isInSet(storedMarks ?? selection.$from.marks()));
  let all = true;
  doc.nodesBetween(selection.from, selection.to, (node) => {
    if (node.isInline && !type.isInSet(node.marks)) all = false;
  });
  return all;
}

export interface LinkRange {
  readonly from: number;
  readonly to: number;
  readonly href: string;
}

/** The whole link at a place, or null. */
export function linkAt({ doc }: EditorState, pos: number): LinkRange | null {
  const $pos = doc.resolve(pos);
  if ($pos.depth === 0) return null;
  const start = $pos.start();
  let found: LinkRange | null = null;
  let current: LinkRange | null = null;
  $pos.parent.forEach((node, offset) => {
    const href = schema.marks.link.isInSet(node.marks)?.attrs.href as string | undefined;
    const from = start + offset;
    const to = from + node.nodeSize;
    if (!href) current = null;
    else current = current?.href === href ? { ...current, to } : { from, to, href };
    if (current && current.from <= pos && pos <= current.to) found = current;
  });
  return found;
}

/** Links what is selected, or changes the link at the caret; null takes the link away. */
export function setLink(href: string | null): Command {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    const range = empty ? linkAt(state, from) : { from, to };
    const safe = href === null ? null : safeUrl(href);
    if (!range || (href !== null && safe === null)) return false;
    const { tr } = state;
    tr.removeMark(range.from, range.to, schema.marks.link);
    if (safe) tr.addMark(range.from, range.to, schema.marks.link.create({ href: safe }));
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}
