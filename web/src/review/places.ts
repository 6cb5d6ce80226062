/** Where the passages of a review are in the text as it is now. */
import type * as Y from "yjs";
import { contentRuns } from "../editor/ids";
import type { IdTriple } from "../wire/types";

/** Model indexes. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

interface Wanted {
  readonly start: number;
  readonly end: number;
  readonly key: string;
}

interface Identified {
  readonly key: string;
  readonly ids: readonly IdTriple[];
}

/** The places of the live parts of each passage, in the order of the text; what touches is one. */
export function placesOf(
  text: Y.Text,
  passages: readonly Identified[],
): ReadonlyMap<string, readonly Place[]> {
  const wanted = byClient(passages);
  const found = new Map<string, Place[]>();
  for (const run of contentRuns(text)) {
    const end = run.clock + run.length;
    for (const one of wanted.get(run.client) ?? []) {
      if (one.end <= run.clock || one.start >= end) continue;
      const from = run.index + Math.max(one.start, run.clock) - run.clock;
      const to = run.index + Math.min(one.end, end) - run.clock;
      add(found, one.key, { from, to });
    }
  }
  return found;
}

function byClient(passages: readonly Identified[]): Map<number, Wanted[]> {
  const wanted = new Map<number, Wanted[]>();
  for (const { key, ids } of passages) {
    for (const [client, clock, length] of ids) {
      const ranges = wanted.get(client) ?? [];
      ranges.push({ start: clock, end: clock + length, key });
      wanted.set(client, ranges);
    }
  }
  return wanted;
}

function add(found: Map<string, Place[]>, key: string, place: Place): void {
  const places = found.get(key) ?? [];
  const last = places.at(-1);
  if (last && last.to === place.from) places[places.length - 1] = { ...last, to: place.to };
  else places.push(place);
  found.set(key, places);
}
