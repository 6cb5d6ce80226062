/** Authorship as ProseMirror decorations, line by line. Colour is never the only sign. */
import { Decoration } from "prosemirror-view";
import type { Look } from "../ui/palette";
import type { SuggestionSource } from "../wire/authorship";
import type { Person, PersonId } from "../wire/types";
import type { Own } from "./attribution";
import { gutterOf, writerOf } from "./gutter";
import type { Line } from "./line-index";
import { LineParts, type Part, type Pieces } from "./line-parts";
import { lookClass } from "./palette-style";
import { suggestionName } from "./texts";

export interface Names {
  readonly person: (id: PersonId | null) => Person | null;
  readonly look: (id: PersonId | null) => Look | null;
  readonly suggestion: (id: string | null) => SuggestionSource | null;
  readonly own: Own;
}

/** The decorations of one line. */
export interface Decorated {
  readonly line: Line;
  readonly decorations: readonly Decoration[];
}

/**
 * Decorations of lines that follow one another.
 *
 * @param pieces cover their text.
 * @param before who wrote the last words above them: a line says where the author changes.
 */
export function decorate(
  lines: Iterable<Line>,
  pieces: Pieces,
  before: PersonId | null,
  names: Names,
): Decorated[] {
  const cut = new LineParts(pieces);
  const decorated: Decorated[] = [];
  let author = before;
  for (const line of lines) {
    const parts = cut.of(line);
    const decorations = [...besideLine(line, parts, author, names), ...inLine(parts, names)];
    decorated.push({ line, decorations });
    author = parts.map(writerOf).findLast((id) => id !== null) ?? author;
  }
  return decorated;
}

/** The same for two decorations at one place that look the same: each says in its spec how it looks. */
export function keyOf({ from, to, spec }: Decoration): string {
  return `${from} ${to} ${(spec as { readonly sign: string }).sign}`;
}

function besideLine(
  line: Line,
  parts: readonly Part[],
  before: PersonId | null,
  names: Names,
): Decoration[] {
  const gutter = gutterOf(parts, before, names);
  if (gutter === null) return [];
  const sign = `${gutter.class} ${gutter.style} ${gutter["data-by"]}`;
  return [Decoration.node(line.pos, line.pos + line.size, { ...gutter }, { sign })];
}

/** How many places for marks there are beside a line before they begin again. */
const MARK_PLACES = 2;

function inLine(parts: readonly Part[], names: Names): Decoration[] {
  const decorations: Decoration[] = [];
  const marked = new Set<string>();
  for (const part of parts) {
    const { from, to, suggestion, kind } = part;
    const isSuggestion = kind === "adopted" || kind === "undeclared";
    // One mark for each suggestion of a line, and none where it only goes on.
    if (isSuggestion && !part.goesOn && !marked.has(`${kind} ${suggestion}`)) {
      decorations.push(markAt(part, marked.size % MARK_PLACES, names));
      marked.add(`${kind} ${suggestion}`);
    }
    const name = classOf(part, names);
    if (name === null) continue;
    const isOwn = part.author !== null && part.author === names.own.personId;
    // What one goes on writing is one's own at once.
    const spec = { sign: name, inclusiveEnd: isOwn };
    decorations.push(Decoration.inline(from, to, { class: name }, spec));
  }
  return decorations;
}

function classOf(part: Part, names: Names): string | null {
  if (part.isDim) return "by-dim";
  switch (part.kind) {
    case "typed": {
      const look = names.look(part.author);
      return look ? `by ${lookClass(look)}` : "by by-unknown";
    }
    case "saving":
    case "imported":
    case "pending":
      return null;
    default:
      return `by by-${part.kind}`;
  }
}

/** The margin mark of a suggestion; its text is in CSS so that it is never copied with the words. */
function markAt({ from, kind, suggestion, isDim }: Part, place: number, names: Names): Decoration {
  const number = names.suggestion(suggestion)?.number ?? null;
  const name = number === null ? "S" : suggestionName(number);
  const isUndeclared = kind === "undeclared";
  const mark = isUndeclared ? `${name} !` : name;
  const classes = ["by-mark", isUndeclared && "by-mark-undeclared", isDim && "by-mark-dim"];
  const className = [...classes, place > 0 && `by-mark-${place}`].filter(Boolean).join(" ");
  const sign = `${className} ${mark}`;
  const draw = () => {
    const element = document.createElement("span");
    element.className = className;
    element.dataset.mark = mark;
    element.setAttribute("aria-hidden", "true");
    return element;
  };
  return Decoration.widget(from, draw, {
    side: -1,
    ignoreSelection: true,
    marks: [],
    key: sign,
    sign,
  });
}
