/** Where in the live text the words of threads are. */
import type * as Y from "yjs";
import { contentRuns } from "../editor/ids";
import type { IdRange } from "../model/ids";
import type { Span } from "../wire/authorship";
import type { IdTriple } from "../wire/types";

/** Model indexes, `to` excluded. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** What has ids: a thread, or one that is about to begin. */
export interface Anchored {
  readonly id: string;
  readonly ids: readonly IdTriple[];
}

/** The live places of each of them, in the order of the text; none: all of its words are gone. */
export function placesOf(
  text: Y.Text,
  anchored: readonly Anchored[],
): ReadonlyMap<string, readonly Place[]> {
  const wanted = byClient(anchored);
  const found = new Map<string, Place[]>(anchored.map(({ id }) => [id, []]));
  if (wanted.size === 0) return found;
  for (const run of contentRuns(text)) {
    for (const { id, clock, end } of wanted.get(run.client) ?? []) {
      const start = Math.max(run.clock, clock);
      const length = Math.min(run.clock + run.length, end) - start;
      if (length > 0) add(found.get(id), run.index + start - run.clock, length);
    }
  }
  return found;
}

function add(places: Place[] | undefined, from: number, length: number): void {
  const last = places?.at(-1);
  if (last?.to === from) places?.splice(-1, 1, { from: last.from, to: from + length });
  else places?.push({ from, to: from + length });
}

function byClient(anchored: readonly Anchored[]) {
  const wanted = new Map<number, { id: string; clock: number; end: number }[]>();
  for (const { id, ids } of anchored) {
    for (const [client, clock, length] of ids) {
      const known = wanted.get(client) ?? [];
      known.push({ id, clock, end: clock + length });
      wanted.set(client, known);
    }
  }
  return wanted;
}

/** Whether words of a thread have come to another place: then the server knows its new ids. */
export function haveMoved(spans: readonly Span[], threads: readonly Anchored[]): boolean {
  return spans.some(({ source, length, origin }) => {
    if (source === null || source.document !== null || origin === "copied") return false;
    const from: IdRange = { client: source.client, clock: source.clock, length };
    return threads.some(({ ids }) => ids.some((one) => overlap(one, from)));
  });
}

function overlap([client, clock, length]: IdTriple, other: IdRange): boolean {
  return (
    client === other.client && clock < other.clock + other.length && other.clock < clock + length
  );
}
