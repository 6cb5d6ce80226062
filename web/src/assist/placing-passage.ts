/**
 * The passage a person asks about, and where it is while the text around it changes.
 *
 * A plugin follows every asked-about range through all edits, one's own and others', so that
 * "onto the passage" still means the same words when the suggestions arrive.
 */

import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { posToIndex } from "../editor/positions";
import type { Passage } from "../wire/types";
import { type Range, rangeOf, type Scope, scopeOf } from "./placing-scope";

export interface Captured {
  readonly passage: Passage;
  readonly range: Range;
  /** Where that is in the text. */
  readonly indexes: { readonly from: number; readonly to: number };
  readonly scope: Scope;
  /** Whether something is selected, whatever the scope. */
  readonly hasSelection: boolean;
}

/** UTF-16 length of the context sent on either side. */
const CONTEXT = 600;

/** What asking now would be about; null where there are no words. */
export function currentPassage(state: EditorState): Captured | null {
  const { doc } = state;
  const scope = scopeOf(state, key.getState(state)?.scope ?? null);
  const range = trimmed(doc, rangeOf(state, scope));
  if (range === null) return null;
  const passage: Passage = {
    text: textIn(doc, range.from, range.to),
    before: lastPart(textIn(doc, Math.max(0, range.from - 2 * CONTEXT), range.from)),
    after: firstPart(textIn(doc, range.to, Math.min(doc.content.size, range.to + 2 * CONTEXT))),
  };
  const indexes = { from: posToIndex(doc, range.from), to: posToIndex(doc, range.to) };
  return { passage, range, indexes, scope, hasSelection: !state.selection.empty };
}

/** The text between two positions, one `\n` per line end, nothing for embeds. */
function textIn(doc: Node, from: number, to: number): string {
  return doc.textBetween(from, to, "\n", "");
}

/** `range` without white space at its ends; null when nothing is left. */
function trimmed(doc: Node, { from, to }: Range): Range | null {
  let first: number | null = null;
  let last = from;
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isText || node.text === undefined) return;
    const start = Math.max(from, pos);
    const text = node.text.slice(start - pos, to - pos);
    const blankStart = text.length - text.trimStart().length;
    if (blankStart === text.length) return;
    first ??= start + blankStart;
    last = start + text.trimEnd().length;
  });
  return first === null ? null : { from: first, to: last };
}

const isLowSurrogate = (text: string): boolean => /^[\udc00-\udfff]/.test(text);
const isHighSurrogate = (text: string): boolean => /[\ud800-\udbff]$/.test(text);

function lastPart(text: string): string {
  const part = text.slice(-CONTEXT);
  return isLowSurrogate(part) ? part.slice(1) : part;
}

function firstPart(text: string): string {
  const part = text.slice(0, CONTEXT);
  return isHighSurrogate(part) ? part.slice(0, -1) : part;
}

/** Where a passage is, and the words it had whenever it began to be followed there. */
interface Place extends Range {
  readonly known: readonly { readonly text: string; readonly size: number }[];
}

interface Followed {
  readonly ranges: ReadonlyMap<string, Place>;
  /** Which range is marked in the page, or the live passage (`true`), or none. */
  readonly marked: string | boolean;
  /** What the person chose to ask about, until they select something; null: what is at the caret. */
  readonly scope: Scope | null;
}

type Change =
  | { readonly follow: string; readonly range: Range }
  | { readonly forget: string }
  | { readonly mark: string | boolean }
  | { readonly scope: Scope };

const key = new PluginKey<Followed>("byline-passages");

/** The plugin that follows passages; `onChange` is called after every change of the state. */
export function passagePlugin(onChange: (view: EditorView) => void): Plugin<Followed> {
  return new Plugin<Followed>({
    key,
    state: {
      init: () => ({ ranges: new Map(), marked: false, scope: null }),
      apply(transaction, before) {
        const selects = transaction.selectionSet && !transaction.selection.empty;
        const followed = selects && before.scope !== null ? { ...before, scope: null } : before;
        const moved = transaction.docChanged
          ? { ...followed, ranges: mapped(followed.ranges, transaction.mapping) }
          : followed;
        const change = transaction.getMeta(key) as Change | undefined;
        return change === undefined ? moved : changed(moved, change, transaction.doc);
      },
    },
    props: { decorations: (state) => markedDecorations(state) },
    view: (view) => {
      onChange(view);
      return { update: onChange };
    },
  });
}

type Mapping = { map: (pos: number, assoc?: number) => number };

function mapped(ranges: Followed["ranges"], mapping: Mapping): Followed["ranges"] {
  return new Map(
    [...ranges].map(([name, place]) => {
      const from = mapping.map(place.from, 1);
      return [name, { ...place, from, to: Math.max(from, mapping.map(place.to, -1)) }];
    }),
  );
}

function changed(followed: Followed, change: Change, doc: Node): Followed {
  if ("mark" in change) return { ...followed, marked: change.mark };
  if ("scope" in change) return { ...followed, scope: change.scope };
  const ranges = new Map(followed.ranges);
  if ("follow" in change) {
    const { from, to } = change.range;
    const before = ranges.get(change.follow)?.known ?? [];
    const known = [...before, { text: textIn(doc, from, to), size: to - from }];
    ranges.set(change.follow, { from, to, known });
  } else ranges.delete(change.forget);
  return { ...followed, ranges };
}

function markedDecorations(state: EditorState): DecorationSet | null {
  const marked = key.getState(state)?.marked ?? false;
  if (marked === false) return null;
  const range =
    marked === true ? (currentPassage(state)?.range ?? null) : followedRange(state, marked);
  if (range === null) return null;
  return DecorationSet.create(state.doc, [
    Decoration.inline(range.from, range.to, { class: "byline-passage" }),
  ]);
}

/**
 * Where a followed passage is now; null once its words are gone. Words that were deleted and came
 * back where they were, as by undo, are found again.
 */
export function followedRange(state: EditorState, name: string): Range | null {
  const place = key.getState(state)?.ranges.get(name);
  if (place === undefined) return null;
  const { from, to, known } = place;
  if (from < to) return { from, to };
  for (const { text, size } of known)
    for (const start of [from - size, from]) {
      const end = start + size;
      if (start >= 0 && end <= state.doc.content.size && textIn(state.doc, start, end) === text)
        return { from: start, to: end };
    }
  return null;
}

/** Follows `range` under `name` from now on. */
export function followPassage(view: EditorView, name: string, range: Range): void {
  view.dispatch(view.state.tr.setMeta(key, { follow: name, range } satisfies Change));
}

export function forgetPassage(view: EditorView, name: string): void {
  view.dispatch(view.state.tr.setMeta(key, { forget: name } satisfies Change));
}

/** Marks a followed passage in the page, the one at the caret (`true`), or none (`false`). */
export function markPassage(view: EditorView, marked: string | boolean): void {
  if (key.getState(view.state)?.marked === marked) return;
  view.dispatch(view.state.tr.setMeta(key, { mark: marked } satisfies Change));
}

/** From now on asking is about this much, until something is selected. */
export function chooseScope(view: EditorView, scope: Scope): void {
  view.dispatch(view.state.tr.setMeta(key, { scope } satisfies Change));
}

/** Selects a followed passage and shows it; false once its words are gone. */
export function showPassage(view: EditorView, name: string): boolean {
  const range = followedRange(view.state, name);
  if (range === null) return false;
  const selection = TextSelection.create(view.state.doc, range.from, range.to);
  view.dispatch(view.state.tr.setSelection(selection).scrollIntoView());
  return true;
}
