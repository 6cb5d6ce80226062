/** Which units of a text are those of another that it was made from. */
import { diffChars } from "diff";

/** `length` code units that are the same in two texts, from these offsets on. */
export interface EqualRun {
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/** Texts with more differences than this were not made from one another. */
const MAX_EDITS = 1000;

/**
 * Where `made` is the same as `source`, in the order of `made`; each unit of `source` at most once.
 *
 * Meant for texts that are the same but for what putting them into a document changes: line ends,
 * characters that are no text, embeds. Surrogate pairs are never cut.
 */
export function equalRuns(source: string, made: string): EqualRun[] {
  if (source === made) return kept([{ from: 0, to: 0, length: made.length }]);
  const turned = turnedRuns(source, made);
  if (turned) return kept(turned);
  const start = commonStart(source, made);
  const end = commonEnd(source.slice(start), made.slice(start));
  return kept([
    { from: 0, to: 0, length: start },
    ...middleRuns(source, made, start, end),
    { from: source.length - end, to: made.length - end, length: end },
  ]);
}

const kept = (runs: readonly EqualRun[]) => runs.filter(({ length }) => length > 0);

/** Lines that are put behind the last line bring their `\n` in front; those taken away there too. */
function turnedRuns(source: string, made: string): EqualRun[] | null {
  const rest = made.length - 1;
  if (source.length !== made.length) return null;
  if (source === `${made.slice(1)}\n` && made.startsWith("\n")) {
    return [
      { from: rest, to: 0, length: 1 },
      { from: 0, to: 1, length: rest },
    ];
  }
  if (source !== `\n${made.slice(0, rest)}` || !made.endsWith("\n")) return null;
  return [
    { from: 1, to: 0, length: rest },
    { from: 0, to: rest, length: 1 },
  ];
}

const isHigh = (unit: string | undefined) => unit !== undefined && /[\ud800-\udbff]/.test(unit);
const isLow = (unit: string | undefined) => unit !== undefined && /[\udc00-\udfff]/.test(unit);

function commonStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[length] === other[length]) length += 1;
  return isHigh(one[length - 1]) ? length - 1 : length;
}

function commonEnd(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[one.length - 1 - length] === other[other.length - 1 - length]) {
    length += 1;
  }
  return length > 0 && isLow(one[one.length - length]) ? length - 1 : length;
}

function middleRuns(source: string, made: string, start: number, end: number): EqualRun[] {
  const before = source.slice(start, source.length - end);
  const after = made.slice(start, made.length - end);
  if (before === "" || after === "") return [];
  const runs: EqualRun[] = [];
  let from = start;
  let to = start;
  for (const { value, added, removed } of diffChars(before, after, { maxEditLength: MAX_EDITS }) ??
    []) {
    const { length } = value;
    if (!added && !removed) runs.push({ from, to, length });
    if (!added) from += length;
    if (!removed) to += length;
  }
  return runs;
}
