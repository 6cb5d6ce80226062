/** Going through a text from author to author. */
import type { AuthorRun } from "./runs";

/**
 * The run that starts next after `index` (direction 1) or last before it (-1), passing over runs of
 * white space and runs that go on with the author they interrupt nobody of; null if there is none.
 */
export function neighbour(
  runs: readonly AuthorRun[],
  text: string,
  index: number,
  direction: 1 | -1,
): AuthorRun | null {
  const starts = changes(runs, text);
  return direction === 1
    ? (starts.find((run) => run.index > index) ?? null)
    : (starts.findLast((run) => run.index < index) ?? null);
}

/** The runs at which the author or origin changes, leaving out white space. */
function changes(runs: readonly AuthorRun[], text: string): AuthorRun[] {
  const result: AuthorRun[] = [];
  for (const run of runs) {
    if (text.slice(run.index, run.index + run.length).trim() === "") continue;
    const last = result[result.length - 1];
    const goesOn =
      last?.kind === run.kind && last.author === run.author && last.suggestion === run.suggestion;
    if (!goesOn) result.push(run);
  }
  return result;
}
