/** Which Yjs ids the live text is made of: the bridge between places and authorship. */
import * as Y from "yjs";
import type { CharId, IdRange, TextRun } from "../model/ids";

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

/** What a run of ids holds, in the making. */
type OpenRun = { -readonly [Key in keyof TextRun]: TextRun[Key] };

/** Adds what an item holds from `from` up to `to`, counted from its first id. */
function addItem(runs: OpenRun[], { id, content }: Y.Item, from: number, to: number): void {
  const isEmbed = !(content instanceof Y.ContentString);
  const text = isEmbed ? "\ufffc" : content.str.slice(from, to);
  const { client } = id;
  const clock = id.clock + from;
  const last = runs[runs.length - 1];
  const isNext = last?.client === client && last.clock + last.text.length === clock;
  if (last && isNext && !last.isEmbed && !isEmbed) last.text += text;
  else runs.push({ client, clock, text, isEmbed });
}

/** The ids between two model indexes and what they hold. */
export function textRunsBetween(text: Y.Text, from: number, to: number): TextRun[] {
  const runs: OpenRun[] = [];
  let index = 0;
  for (let item = text._start; item !== null && index < to; item = item.right) {
    if (item.deleted || !item.countable) continue;
    const start = Math.max(0, from - index);
    const end = Math.min(item.length, to - index);
    if (start < end) addItem(runs, item, start, end);
    index += item.length;
  }
  return runs;
}

/** The items of `text`, deleted ones too, that hold ids of a range. They may hold others as well. */
export function* itemsWithin(text: Y.Text, range: IdRange): Generator<Y.Item> {
  const { client, clock, length } = range;
  const store = text.doc?.store;
  const structs = store?.clients.get(client);
  if (!store || !structs || Y.getState(store, client) <= clock) return;
  for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
    const item = structs[i];
    if (!item || item.id.clock >= clock + length) return;
    if (item instanceof Y.Item && item.parent === text) yield item;
  }
}

/**
 * What a client has inserted into `text` since a clock, in the order of its ids. Call it within the
 * transaction that inserted it, so that nothing can be merged away.
 */
export function insertedRuns(text: Y.Text, client: number, sinceClock: number): TextRun[] {
  const runs: OpenRun[] = [];
  const since = { client, clock: sinceClock, length: Number.POSITIVE_INFINITY };
  for (const item of itemsWithin(text, since)) {
    if (item.deleted || !item.countable) continue;
    addItem(runs, item, Math.max(0, sinceClock - item.id.clock), item.length);
  }
  return runs;
}

/** Whether ids are known here and, as far as what they held is still known, held this text. */
export function mayHold(text: Y.Text, { client, clock, text: units }: TextRun): boolean {
  const range = { client, clock, length: units.length };
  const end = clock + units.length;
  if (!text.doc || Y.getState(text.doc.store, client) < end) return false;
  for (const { id, content } of itemsWithin(text, range)) {
    if (!(content instanceof Y.ContentString)) continue;
    const from = Math.max(clock, id.clock);
    const held = content.str.slice(from - id.clock, end - id.clock);
    if (held !== units.slice(from - clock, from - clock + held.length)) return false;
  }
  return true;
}
