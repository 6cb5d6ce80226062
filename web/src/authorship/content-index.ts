/**
 * The live text by place and by id, kept up to date change by change.
 *
 * The text is held in chunks. A change reads only the chunks that it touches anew from Yjs, and a question
 * looks only at the chunks it is about: neither takes longer because the document is long.
 */
import * as Y from "yjs";
import type { ContentRun } from "../editor/ids";
import type { CharId, IdRange } from "../model/ids";
import { Cell, type Disposer, type Readable } from "../sync/readable";
import { type Chunk, countLineEnds, placesIn, readChunks } from "./chunk";
import { liveBefore, touchedBy } from "./touched";

/** A chunk with less of both is read together with its neighbour when it changes. */
const FEW_PIECES = 16;
const FEW_UNITS = 256;

export class ContentIndex {
  readonly #text: Y.Text;
  readonly #version = new Cell(0);
  #chunks: Chunk[] = [];
  /** Where each chunk begins, and behind them the length of the text. */
  #starts: number[] = [0];
  #stop: Disposer | null = null;

  constructor(text: Y.Text) {
    this.#text = text;
  }

  /** Follows the text until disposed of; before, nothing is known of it. Starting twice is once. */
  start(): Disposer {
    if (this.#stop !== null) return this.#stop;
    const stop = () => {
      this.#text.unobserve(this.#onChange);
      this.#stop = null;
      this.#set([]);
    };
    this.#stop = stop;
    this.#text.observe(this.#onChange);
    this.#readAll();
    return stop;
  }

  get isFollowing(): boolean {
    return this.#stop !== null;
  }

  /** Changes whenever the text does. */
  get version(): Readable<number> {
    return this.#version;
  }

  /** In UTF-16 code units; an embed is one. */
  get length(): number {
    return this.#starts[this.#chunks.length] ?? 0;
  }

  /** The text in pieces; a chunk that is the same object as before holds the same. */
  get chunks(): readonly Chunk[] {
    return this.#chunks;
  }

  /** The text between two indexes. */
  slice(from: number, to: number): string {
    let text = "";
    for (let at = this.#chunkAt(from); at < this.#chunks.length; at++) {
      const start = this.#starts[at] ?? 0;
      if (start >= to) break;
      text += this.#chunks[at]?.text.slice(Math.max(0, from - start), to - start) ?? "";
    }
    return text;
  }

  /** Runs of ids from an index on, as far as they are asked for. */
  *runs(from: number, to = this.length): Generator<ContentRun> {
    for (let at = this.#chunkAt(from); at < this.#chunks.length; at++) {
      const start = this.#starts[at] ?? 0;
      if (start >= to) return;
      for (const piece of this.#chunks[at]?.pieces ?? []) {
        const run = cut(piece, start, from, to);
        if (run) yield run;
      }
    }
  }

  /** Runs of ids before an index, from right to left. */
  *runsBefore(to: number): Generator<ContentRun> {
    for (let at = this.#chunkAt(Math.max(0, to - 1)); at >= 0; at--) {
      const start = this.#starts[at] ?? 0;
      const pieces = this.#chunks[at]?.pieces ?? [];
      for (let i = pieces.length - 1; i >= 0; i--) {
        const piece = pieces[i];
        const run = piece && cut(piece, start, 0, to);
        if (run) yield run;
      }
    }
  }

  /** Where the live ones of these ids are, in the order of the text. */
  *placesOf(ids: IdRange): Generator<{ from: number; to: number }> {
    for (const [at, chunk] of this.#chunks.entries()) {
      const start = this.#starts[at] ?? 0;
      for (const { from, to } of placesIn(chunk, ids)) yield { from: start + from, to: start + to };
    }
  }

  /** The index of an id; null when it is not in the live text. */
  indexOf({ client, clock }: CharId): number | null {
    for (const { from } of this.placesOf({ client, clock, length: 1 })) return from;
    return null;
  }

  /** Where an id is, or was before it was deleted; null when this text never had it. */
  placeOf(id: CharId): number | null {
    const live = this.indexOf(id);
    const store = this.#text.doc?.store;
    if (live !== null || !store || Y.getState(store, id.client) <= id.clock) return live;
    const item = Y.getItem(store, Y.createID(id.client, id.clock));
    if (!(item instanceof Y.Item) || item.parent !== this.#text) return null;
    const left = liveBefore(item);
    if (left === null) return 0;
    const before = this.indexOf({ client: left.id.client, clock: left.id.clock + left.length - 1 });
    return before === null ? null : before + 1;
  }

  /** The number of the line in which an index lies, from 1. */
  lineAt(index: number): number {
    const at = this.#chunkAt(index);
    let line = 1;
    for (let i = 0; i < at; i++) line += this.#chunks[i]?.lineEnds ?? 0;
    const start = this.#starts[at] ?? 0;
    return line + countLineEnds(this.#chunks[at]?.text.slice(0, index - start) ?? "");
  }

  /** The chunk that holds an index; the last one for what is behind the text. */
  #chunkAt(index: number): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  readonly #onChange = (_event: Y.YTextEvent, transaction: Y.Transaction): void => {
    const touched = touchedBy(transaction, this.#text, this.#chunks);
    if (touched === null) {
      this.#readAll();
      return;
    }
    if (touched.length === 0) return;
    const chunks = [...this.#chunks];
    for (const [first, last] of this.#groups(touched).reverse()) {
      chunks.splice(first, last - first + 1, ...this.#readAgain(first, last));
    }
    this.#set(chunks);
    // Whatever was overlooked must not stay wrong.
    if (this.length !== this.#text.length) this.#readAll();
  };

  /** Touched chunks as ranges, with a neighbour where one has become small. */
  #groups(touched: readonly number[]): [number, number][] {
    const groups: [number, number][] = [];
    for (const at of touched) {
      const last = groups[groups.length - 1];
      const end = this.#isSmall(at) ? Math.min(at + 1, this.#chunks.length - 1) : at;
      if (last && at <= last[1] + 1) last[1] = Math.max(last[1], end);
      else groups.push([at, end]);
    }
    return groups;
  }

  #isSmall(at: number): boolean {
    const chunk = this.#chunks[at];
    return chunk !== undefined && chunk.pieces.length < FEW_PIECES && chunk.text.length < FEW_UNITS;
  }

  #readAgain(first: number, last: number): Chunk[] {
    const before = this.#chunks[first - 1]?.pieces.at(-1);
    const behind = this.#chunks[last + 1]?.pieces[0] ?? null;
    return readChunks(before ? this.#behind(before) : this.#begin(), behind);
  }

  #begin() {
    return { item: this.#text._start, offset: 0 };
  }

  /** Where reading goes on behind a run that is still there. */
  #behind({ client, clock, length }: IdRange) {
    const store = (this.#text.doc as Y.Doc).store;
    const item = Y.getItem(store, Y.createID(client, clock + length - 1)) as Y.Item;
    return { item, offset: clock + length - item.id.clock };
  }

  #readAll(): void {
    this.#set(readChunks(this.#begin(), null));
  }

  #set(chunks: Chunk[]): void {
    this.#chunks = chunks;
    this.#starts = [0];
    let length = 0;
    for (const { text } of chunks) {
      length += text.length;
      this.#starts.push(length);
    }
    this.#version.set(this.#version.getSnapshot() + 1);
  }
}

function cut(piece: ContentRun, shift: number, from: number, to: number): ContentRun | null {
  const index = shift + piece.index;
  const start = Math.max(index, from);
  const end = Math.min(index + piece.length, to);
  if (start >= end) return null;
  return { ...piece, index: start, clock: piece.clock + start - index, length: end - start };
}
