/**
 * What copied text carries with it: the document it is from and its ids, as JSON in the attribute
 * `data-byline` of the copied HTML. It never carries text, so that nothing stays in it of what is
 * taken out of a copy later.
 */
import { Fragment } from "prosemirror-model";
import type { TextRun } from "../../model/ids";
import { textOfRuns } from "../../model/ids";
import { linesFromHtml } from "./read-html";
import { unitsOfLines } from "./text";

/** Text of a document, as it was when it was copied. */
export interface Copied {
  readonly document: string;
  readonly runs: readonly TextRun[];
}

export const ATTRIBUTE = "data-byline";

const MAX_CLIENT = 2 ** 53;
const MAX_CLOCK = 2 ** 31;

interface Reference {
  readonly document: string;
  /** Client, first clock and length of each run. */
  readonly runs: readonly (readonly [number, number, number])[];
  /** Checksum of the text. */
  readonly check: number;
}

/** FNV-1a over code units: tells a text that was changed on the way, by accident. */
function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

export function writeReference({ document, runs }: Copied): string {
  const reference: Reference = {
    document,
    runs: runs.map(({ client, clock, text }) => [client, clock, text.length]),
    check: checksum(textOfRuns(runs)),
  };
  return JSON.stringify(reference);
}

/** What pasted HTML refers to; null without a reference, and where its text is not what was copied. */
export function readCopied(html: string): Copied | null {
  if (!html.includes(ATTRIBUTE)) return null;
  const { body } = new DOMParser().parseFromString(fragmentOf(html), "text/html");
  const said = body.querySelector(`[${ATTRIBUTE}]`)?.getAttribute(ATTRIBUTE);
  const reference = said ? parsed(said) : null;
  if (!reference) return null;
  const text = unitsOfLines(Fragment.from(linesFromHtml(body, true)));
  const length = reference.runs.reduce((sum, run) => sum + run[2], 0);
  if (text.length !== length || checksum(text) !== reference.check) return null;
  let start = 0;
  const runs = reference.runs.map(([client, clock, size]) => {
    const run = { client, clock, text: text.slice(start, start + size), isEmbed: false };
    start += size;
    return run;
  });
  return { document: reference.document, runs };
}

/** The copied part of HTML that a system has wrapped with white space around it. */
export function fragmentOf(html: string): string {
  return /<!--StartFragment-->([\s\S]*)<!--EndFragment-->/.exec(html)?.[1] ?? html;
}

function parsed(json: string): Reference | null {
  try {
    const value = JSON.parse(json) as unknown;
    return isReference(value) ? value : null;
  } catch {
    return null;
  }
}

function isReference(value: unknown): value is Reference {
  if (typeof value !== "object" || value === null) return false;
  const { document, runs, check } = value as Record<string, unknown>;
  const isDocument = typeof document === "string" && /^[\w-]{1,64}$/.test(document);
  return isDocument && typeof check === "number" && Array.isArray(runs) && runs.every(isRun);
}

function isRun(run: unknown): boolean {
  if (!Array.isArray(run) || run.length !== 3) return false;
  const [client, clock, length] = run as unknown[];
  return (
    isWhole(client, 0, MAX_CLIENT) &&
    isWhole(clock, 0, MAX_CLOCK) &&
    isWhole(length, 1, MAX_CLOCK - clock)
  );
}

const isWhole = (value: unknown, low: number, below: number): value is number =>
  Number.isInteger(value) && Number(value) >= low && Number(value) < below;
