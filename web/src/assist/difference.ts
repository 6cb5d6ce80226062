/** Word-level difference between a passage and a suggestion, as values to draw. */

import { diffWordsWithSpace } from "diff";

export type Part =
  /** Words of the suggestion that the passage has too; `at` is their offset in the suggestion. */
  | { readonly kind: "kept"; readonly text: string; readonly at: number }
  /** Words only the suggestion has. */
  | { readonly kind: "added"; readonly text: string; readonly at: number }
  /** Words only the passage has; they are not in the suggestion and have no offset. */
  | { readonly kind: "removed"; readonly text: string };

/** Beyond this many edits a difference helps nobody, and finding it is slow. */
const MAX_EDITS = 600;

/** UTF-16 length of a kept run between two changes that is not worth an interruption. */
const MAX_BRIDGE = 1;

/**
 * What turns `passage` into `suggestion`, in reading order, removed words before added ones.
 *
 * The texts of the kept and added parts put together are exactly `suggestion`; those of the kept
 * and removed parts are exactly `passage`. Offsets count UTF-16 units.
 */
export function difference(passage: string, suggestion: string): readonly Part[] {
  if (suggestion === "") return passage === "" ? [] : [{ kind: "removed", text: passage }];
  const changes = diffWordsWithSpace(passage, suggestion, { maxEditLength: MAX_EDITS });
  if (changes === undefined) return wholesale(passage, suggestion);
  const parts: Part[] = [];
  let removed = "";
  let added = "";
  let at = 0;
  const keep = (text: string): void => {
    if (text === "") return;
    const last = parts.at(-1);
    if (last?.kind === "kept") parts[parts.length - 1] = { ...last, text: last.text + text };
    else parts.push({ kind: "kept", text, at });
    at += text.length;
  };
  const flush = (): void => {
    const ends = commonBlankEnds(removed, added);
    keep(ends.start);
    removed = removed.slice(ends.start.length, removed.length - ends.end.length);
    added = added.slice(ends.start.length, added.length - ends.end.length);
    if (removed !== "") parts.push({ kind: "removed", text: removed });
    if (added !== "") parts.push({ kind: "added", text: added, at });
    at += added.length;
    keep(ends.end);
    removed = "";
    added = "";
  };
  changes.forEach((change, index) => {
    if (change.added) added += change.value;
    else if (change.removed) removed += change.value;
    else if (isBridge(change.value) && index > 0 && index < changes.length - 1) {
      removed += change.value;
      added += change.value;
    } else {
      flush();
      keep(change.value);
    }
  });
  flush();
  return parts;
}

/** White space that both texts begin and end with: nothing changed there. */
function commonBlankEnds(one: string, other: string): { start: string; end: string } {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start] && one[start]?.trim() === "") start += 1;
  let end = 0;
  const at = (text: string): string | undefined => text[text.length - 1 - end];
  while (end < shorter - start && at(one) === at(other) && at(one)?.trim() === "") end += 1;
  return { start: one.slice(0, start), end: one.slice(one.length - end) };
}

/** A lone space between two changed words reads better as part of one changed phrase. */
function isBridge(text: string): boolean {
  return text.length <= MAX_BRIDGE && text.trim() === "" && text !== "\n";
}

function wholesale(passage: string, suggestion: string): readonly Part[] {
  const added: Part = { kind: "added", text: suggestion, at: 0 };
  return passage === "" ? [added] : [{ kind: "removed", text: passage }, added];
}

/** How many words `text` has, as the text's language separates them. */
export function countWords(text: string): number {
  let words = 0;
  for (const piece of WORDS.segment(text)) if (piece.isWordLike) words += 1;
  return words;
}

const WORDS = new Intl.Segmenter(undefined, { granularity: "word" });
