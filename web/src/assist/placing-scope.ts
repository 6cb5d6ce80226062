/** How much of the text a person asks about. */
import type { EditorState } from "prosemirror-state";
import { formatOf } from "../editor/schema";

/** Positions of ProseMirror. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export const SCOPES = ["selection", "paragraph", "section", "document"] as const;
export type Scope = (typeof SCOPES)[number];

/** The scope that holds: what was chosen, else the selection if there is one, else the paragraph. */
export function scopeOf({ selection }: EditorState, chosen: Scope | null): Scope {
  if (chosen !== null && !(chosen === "selection" && selection.empty)) return chosen;
  return selection.empty ? "paragraph" : "selection";
}

export function rangeOf(state: EditorState, scope: Scope): Range {
  const { selection, doc } = state;
  switch (scope) {
    case "selection":
      return selection;
    case "paragraph":
      return { from: selection.$head.start(), to: selection.$head.end() };
    case "section":
      return sectionAt(state);
    case "document":
      return { from: 1, to: doc.content.size - 1 };
  }
}

/** From the heading above the caret to the next one that is as high or higher. */
function sectionAt({ selection, doc }: EditorState): Range {
  const levels: (number | null)[] = [];
  const starts: number[] = [];
  doc.forEach((line, pos) => {
    levels.push(formatOf(line).header);
    starts.push(pos);
  });
  const caret = selection.$head.index(0);
  const first = levels.findLastIndex((level, at) => at <= caret && level !== null);
  const level = levels[first] ?? Number.POSITIVE_INFINITY;
  const behind = levels.findIndex((other, at) => at > caret && other !== null && other <= level);
  const end = behind === -1 ? doc.content.size : (starts[behind] as number);
  return { from: (starts[Math.max(0, first)] ?? 0) + 1, to: end - 1 };
}
