/** What stands beside a line: a bar in the colours of its writers, and their initials where they change. */
import type { Look } from "../ui/palette";
import type { Person, PersonId } from "../wire/types";
import type { Part } from "./line-parts";

interface Names {
  readonly person: (id: PersonId | null) => Person | null;
  readonly look: (id: PersonId | null) => Look | null;
}

export interface Gutter {
  readonly class: string;
  readonly style: string;
  readonly "data-by": string;
}

/** Beside a line of `parts`; null where there is nothing to say. `before` wrote last above it. */
export function gutterOf(
  parts: readonly Part[],
  before: PersonId | null,
  names: Names,
): Gutter | null {
  const bar = barOf(parts, names);
  if (bar === null) return null;
  const looked = parts.filter((part) => !part.isDim);
  const writers = [...new Set(looked.flatMap((part) => writerOf(part) ?? []))];
  const isChange = writers.some((id) => id !== before);
  const initials = isChange ? writers.flatMap((id) => names.person(id)?.initials ?? []) : [];
  const isImported = parts.every(({ kind }) => kind === "imported");
  return {
    class: isImported ? "by-line by-line-imported" : "by-line",
    style: `--by-bar: ${bar}`,
    "data-by": initialsInWidth(initials),
  };
}

/** Two of them fit beside the text, or one and how many more there are. */
function initialsInWidth([first, ...others]: readonly string[]): string {
  if (first === undefined) return "";
  return others.length < 2 ? [first, ...others].join(" ") : `${first} +${others.length}`;
}

/** The person whose words a part is; null for words that are nobody's here. */
export function writerOf({ kind, author }: Pick<Part, "kind" | "author">): PersonId | null {
  return kind === "typed" || kind === "saving" ? author : null;
}

/** Who wrote how much of it, in order, as a gradient in whole percent. */
function barOf(parts: readonly Part[], names: Names): string | null {
  const lengths = new Map<string, number>();
  let total = 0;
  for (const part of parts) {
    if (part.kind === "pending") continue;
    const colour = colourOf(part, names);
    const length = part.to - part.from;
    lengths.set(colour, (lengths.get(colour) ?? 0) + length);
    total += length;
  }
  if (total === 0) return null;
  const stops: string[] = [];
  let at = 0;
  for (const [colour, length] of lengths) {
    stops.push(`${colour} ${percent(at, total)} ${percent(at + length, total)}`);
    at += length;
  }
  return `linear-gradient(${stops.join(", ")})`;
}

function colourOf(part: Part, names: Names): string {
  if (part.isDim) return "var(--by-dim-bar)";
  const look = names.look(writerOf(part));
  return look ? `var(--by-colour-${look.colour})` : "var(--by-neutral)";
}

function percent(length: number, total: number): string {
  return `${Math.round((100 * length) / total)}%`;
}
