/** Which Yjs ids the live text is made of: the bridge between places and authorship. */
import * as Y from "yjs";
import type { CharId, IdRange } from "../model/ids";

/** A run of live ids that follow one another both in the text and by number. */
export interface ContentRun extends IdRange {
  /** Model index of the first. */
  readonly index: number;
  readonly kind: "text" | "embed";
}

interface MutableRun {
  client: number;
  clock: number;
  length: number;
  index: number;
  kind: "text" | "embed";
}

function follows(run: MutableRun, item: Y.Item, kind: string): boolean {
  return (
    run.kind === kind &&
    kind === "text" &&
    run.client === item.id.client &&
    run.clock + run.length === item.id.clock
  );
}

/** Walks the live text in order. Runs are as long as possible; format items are not part of it. */
export function* contentRuns(text: Y.Text): Generator<ContentRun> {
  let run: MutableRun | null = null;
  let index = 0;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    const kind = item.content instanceof Y.ContentString ? "text" : "embed";
    if (run && follows(run, item, kind)) run.length += item.length;
    else {
      if (run) yield run;
      const { client, clock } = item.id;
      run = { client, clock, length: item.length, index, kind };
    }
    index += item.length;
  }
  if (run) yield run;
}

/** The id of the code unit or embed at a model index, or null behind the end of the text. */
export function idAt(text: Y.Text, index: number): CharId | null {
  for (const run of contentRuns(text)) {
    if (index < run.index + run.length) {
      return index < run.index
        ? null
        : { client: run.client, clock: run.clock + index - run.index };
    }
  }
  return null;
}

/** Runs of ids between two model indexes. */
export function runsBetween(text: Y.Text, from: number, to: number): ContentRun[] {
  const result: ContentRun[] = [];
  for (const run of contentRuns(text)) {
    const start = Math.max(run.index, from);
    const end = Math.min(run.index + run.length, to);
    if (start < end) {
      result.push({
        ...run,
        index: start,
        clock: run.clock + start - run.index,
        length: end - start,
      });
    }
    if (run.index >= to) break;
  }
  return result;
}

/** Model indexes of the live part of an id range, in the order of the text. */
export function indexesOf(text: Y.Text, range: IdRange): { from: number; to: number }[] {
  const result: { from: number; to: number }[] = [];
  for (const run of contentRuns(text)) {
    if (run.client !== range.client) continue;
    const start = Math.max(run.clock, range.clock);
    const end = Math.min(run.clock + run.length, range.clock + range.length);
    const from = run.index + start - run.clock;
    if (start < end) result.push({ from, to: from + end - start });
  }
  return result;
}

/**
 * Runs of text ids that a client has inserted into `text` since a clock, in the order of their
 * ids. Call it within the transaction that inserted them, so that nothing can be merged away.
 */
export function insertedRuns(text: Y.Text, client: number, sinceClock: number): IdRange[] {
  const structs = text.doc?.store.clients.get(client) ?? [];
  const result: { client: number; clock: number; length: number }[] = [];
  if (structs.length === 0 || Y.getState((text.doc as Y.Doc).store, client) <= sinceClock) {
    return result;
  }
  for (let i = Y.findIndexSS(structs, sinceClock); i < structs.length; i++) {
    const item = structs[i];
    if (!(item instanceof Y.Item) || item.parent !== text || item.deleted) continue;
    if (!(item.content instanceof Y.ContentString)) continue;
    const clock = Math.max(item.id.clock, sinceClock);
    const length = item.id.clock + item.length - clock;
    const last = result[result.length - 1];
    if (last && last.clock + last.length === clock) last.length += length;
    else result.push({ client, clock, length });
  }
  return result;
}
