/** Runs of authorship as ProseMirror decorations. Colour is never the only sign. */
import type { Node } from "prosemirror-model";
import { Decoration } from "prosemirror-view";
import type { Person, PersonId, SuggestionSource } from "../wire/types";
import type { AuthorRun } from "./runs";
import { suggestionName } from "./texts";
import type { LineRange } from "./viewport";

export interface Names {
  readonly person: (id: PersonId | null) => Person | null;
  readonly suggestion: (id: string | null) => SuggestionSource | null;
}

/** One visible line: where it is in the document and in the model. */
interface Line {
  readonly pos: number;
  readonly size: number;
  readonly index: number;
}

/** The model indexes that a range of lines covers. */
export function indexRange(doc: Node, lines: LineRange): { from: number; to: number } {
  let pos = 0;
  let from = 0;
  for (let line = 0; line < lines.to; line++) {
    if (line === lines.from) from = pos - line;
    pos += doc.child(line).nodeSize;
  }
  return lines.to <= lines.from ? { from: 0, to: 0 } : { from, to: pos - lines.to };
}

/**
 * Decorations of `lines`. `runs` cover their text and, where there is one, the run before it, from
 * which the first line learns whether the author changes there.
 */
export function buildDecorations(
  doc: Node,
  lines: LineRange,
  runs: readonly AuthorRun[],
  names: Names,
): Decoration[] {
  const decorations: Decoration[] = [];
  let next = 0;
  let author: PersonId | null = null;
  for (const line of linesOf(doc, lines)) {
    for (let run = runs[next]; run && run.index + run.length <= line.index; run = runs[next]) {
      author = writerOf(run) ?? author;
      next += 1;
    }
    const parts = partsIn(runs, next, line);
    for (const part of parts) decorations.push(...inlineDecorations(part, names));
    const gutter = gutterAttributes(parts, author, names);
    if (gutter) decorations.push(Decoration.node(line.pos, line.pos + line.size, gutter));
    author = parts.map(({ run }) => writerOf(run)).findLast((id) => id !== null) ?? author;
  }
  return decorations;
}

function* linesOf(doc: Node, range: LineRange): Generator<Line> {
  let pos = 0;
  for (let line = 0; line < range.to; line++) {
    const size = doc.child(line).nodeSize;
    if (line >= range.from) yield { pos, size, index: pos - line };
    pos += size;
  }
}

/** What of a run lies in one line. */
interface Part {
  readonly run: AuthorRun;
  /** ProseMirror positions. */
  readonly from: number;
  readonly to: number;
  readonly isStart: boolean;
}

function partsIn(runs: readonly AuthorRun[], first: number, line: Line): Part[] {
  const end = line.index + line.size - 2;
  const parts: Part[] = [];
  for (let i = first; i < runs.length; i++) {
    const run = runs[i] as AuthorRun;
    if (run.index >= end) break;
    const from = Math.max(run.index, line.index);
    const to = Math.min(run.index + run.length, end);
    const shift = line.pos + 1 - line.index;
    if (from < to)
      parts.push({ run, from: from + shift, to: to + shift, isStart: from === run.index });
  }
  return parts;
}

// ---- in the text ----

function inlineDecorations({ run, from, to, isStart }: Part, names: Names): Decoration[] {
  const name = inlineClass(run, names);
  if (name === null) return [];
  const shown = Decoration.inline(from, to, { class: name });
  if (!isStart || (run.kind !== "adopted" && run.kind !== "undeclared")) return [shown];
  return [Decoration.widget(from, markDom(run, names), MARK), shown];
}

const MARK = { side: -1, ignoreSelection: true, marks: [] };

function inlineClass(run: AuthorRun, names: Names): string | null {
  switch (run.kind) {
    case "typed":
    case "saving": {
      const person = names.person(run.author);
      const author = person ? `by by-author by-author-${person.colour}` : "by by-unknown";
      return run.kind === "saving" ? `${author} by-saving` : author;
    }
    case "imported":
    case "pending":
      return null;
    default:
      return `by by-${run.kind}`;
  }
}

/** The margin mark of a suggestion; its text is in CSS so that it is never copied with the words. */
function markDom(run: AuthorRun, names: Names): () => HTMLElement {
  const source = names.suggestion(run.suggestion);
  const name = source ? suggestionName(source.number) : "S";
  const isUndeclared = run.kind === "undeclared";
  return () => {
    const element = document.createElement("span");
    element.className = isUndeclared ? "by-mark by-mark-undeclared" : "by-mark";
    element.dataset.mark = isUndeclared ? `${name} !` : name;
    element.setAttribute("aria-hidden", "true");
    return element;
  };
}

// ---- beside the text ----

const MAX_INITIALS = 2;

function gutterAttributes(
  parts: readonly Part[],
  before: PersonId | null,
  names: Names,
): { class: string; style: string; "data-by": string } | null {
  const bar = gutterBar(parts, names);
  if (bar === null) return null;
  const writers = [...new Set(parts.flatMap(({ run }) => writerOf(run) ?? []))];
  const isChange = writers.some((id) => id !== before);
  const initials = isChange ? writers.flatMap((id) => names.person(id)?.initials ?? []) : [];
  const more = initials.length > MAX_INITIALS ? [`+${initials.length - MAX_INITIALS}`] : [];
  const isImported = parts.every(({ run }) => run.kind === "imported");
  return {
    class: isImported ? "by-line by-line-imported" : "by-line",
    style: `--by-bar: ${bar}`,
    "data-by": [...initials.slice(0, MAX_INITIALS), ...more].join(" "),
  };
}

/** The bar beside a line: who wrote how much of it, in order; null for a line with nothing to say. */
function gutterBar(parts: readonly Part[], names: Names): string | null {
  const lengths = new Map<string, number>();
  let total = 0;
  for (const { run, from, to } of parts) {
    if (run.kind === "pending") continue;
    const writer = names.person(writerOf(run));
    const colour = writer ? `var(--by-colour-${writer.colour})` : "var(--by-neutral)";
    lengths.set(colour, (lengths.get(colour) ?? 0) + to - from);
    total += to - from;
  }
  if (total === 0) return null;
  const stops: string[] = [];
  let at = 0;
  for (const [colour, length] of lengths) {
    const end = at + (100 * length) / total;
    stops.push(`${colour} ${at.toFixed(1)}% ${end.toFixed(1)}%`);
    at = end;
  }
  return `linear-gradient(${stops.join(", ")})`;
}

/** The person whose words a run is; null for words that are nobody's here. */
function writerOf(run: AuthorRun): PersonId | null {
  return run.kind === "typed" || run.kind === "saving" ? run.author : null;
}
