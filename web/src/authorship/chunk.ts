/** A piece of the live text: which ids it is made of, and their characters. */
import * as Y from "yjs";
import type { ContentRun } from "../editor/ids";
import type { CharId, IdRange } from "../model/ids";

/** A run of live ids that follow one another both in the text and by number; `index` counts from its chunk. */
type Piece = ContentRun;

interface Bounds {
  from: number;
  to: number;
}

export interface Chunk {
  readonly pieces: readonly Piece[];
  /** One code unit for every id; U+FFFC for an embed. */
  readonly text: string;
  /** By client, the clocks between which its ids here lie. */
  readonly bounds: ReadonlyMap<number, Readonly<Bounds>>;
  readonly lineEnds: number;
}

const MAX_PIECES = 256;
const MAX_UNITS = 4096;
const EMBED = "\uFFFC";

/** Where reading begins: in an item, behind some of its units. */
export interface Start {
  readonly item: Y.Item | null;
  readonly offset: number;
}

/** Whether an item is part of what is to be read in the text. */
export function isLive(item: Y.Item): boolean {
  return !item.deleted && item.countable;
}

/** The live text from `start` up to and without the id `stop`, cut into chunks that are neither large nor tiny. */
export function readChunks(start: Start, stop: CharId | null): Chunk[] {
  const pieces = [...readPieces(start, stop)];
  const units = pieces.reduce((n, { text }) => n + text.length, 0);
  const whole = pieces.length <= MAX_PIECES && units <= MAX_UNITS;
  const chunks: Chunk[] = [];
  let draft = new Draft();
  for (const piece of pieces) {
    for (const part of whole ? [piece] : partsOf(piece)) {
      if (!whole && !draft.takes(part.text.length)) {
        chunks.push(draft.build());
        draft = new Draft();
      }
      draft.add(part);
    }
  }
  if (!draft.isEmpty) chunks.push(draft.build());
  return chunks;
}

interface Read extends CharId {
  readonly text: string;
  readonly kind: Piece["kind"];
}

function* readPieces(start: Start, stop: CharId | null): Generator<Read> {
  let { item, offset } = start;
  for (; item !== null; item = item.right, offset = 0) {
    if (!isLive(item) || offset >= item.length) continue;
    const { client } = item.id;
    const clock = item.id.clock + offset;
    const end = item.id.clock + item.length;
    const ends = stop !== null && stop.client === client && clock <= stop.clock && stop.clock < end;
    const length = (ends ? stop.clock : end) - clock;
    if (length > 0) yield { client, clock, ...contentOf(item, offset, length) };
    if (ends) return;
  }
}

function contentOf(
  { content }: Y.Item,
  offset: number,
  length: number,
): Pick<Read, "text" | "kind"> {
  return content instanceof Y.ContentString
    ? { text: content.str.slice(offset, offset + length), kind: "text" }
    : { text: EMBED.repeat(length), kind: "embed" };
}

function* partsOf(read: Read): Generator<Read> {
  const size = MAX_UNITS / 2;
  for (let at = 0; at < read.text.length; at += size) {
    yield { ...read, clock: read.clock + at, text: read.text.slice(at, at + size) };
  }
}

/** A chunk being filled, to half of what it may hold, so that there is room to write. */
class Draft {
  readonly #pieces: (Read & { length: number; index: number })[] = [];
  readonly #bounds = new Map<number, Bounds>();
  readonly #texts: string[] = [];
  #units = 0;

  get isEmpty(): boolean {
    return this.#units === 0;
  }

  takes(units: number): boolean {
    if (this.isEmpty) return true;
    return this.#pieces.length < MAX_PIECES / 2 && this.#units + units <= MAX_UNITS / 2;
  }

  add(read: Read): void {
    const { client, clock, kind, text } = read;
    const { length } = text;
    const last = this.#pieces[this.#pieces.length - 1];
    if (
      last &&
      last.client === client &&
      last.clock + last.length === clock &&
      last.kind === kind
    ) {
      last.length += length;
    } else {
      this.#pieces.push({ client, clock, length, kind, text: "", index: this.#units });
    }
    this.#texts.push(text);
    this.#units += length;
    const bounds = this.#bounds.get(client);
    if (!bounds) this.#bounds.set(client, { from: clock, to: clock + length });
    else {
      bounds.from = Math.min(bounds.from, clock);
      bounds.to = Math.max(bounds.to, clock + length);
    }
  }

  build(): Chunk {
    const text = this.#texts.join("");
    return {
      pieces: this.#pieces.map(({ client, clock, length, index, kind }) => {
        return { client, clock, length, index, kind };
      }),
      text,
      bounds: this.#bounds,
      lineEnds: countLineEnds(text),
    };
  }
}

/** How many `\n` there are in `text`. */
export function countLineEnds(text: string): number {
  let n = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) n += 1;
  return n;
}

/** Whether some of these ids may be in the chunk. */
export function mayHold({ bounds }: Chunk, { client, clock, length }: IdRange): boolean {
  const found = bounds.get(client);
  return found !== undefined && found.from < clock + length && clock < found.to;
}

/** Where some of these ids are in the chunk, in the order of the text. */
export function* placesIn(chunk: Chunk, ids: IdRange): Generator<{ from: number; to: number }> {
  if (!mayHold(chunk, ids)) return;
  for (const { client, clock, length, index } of chunk.pieces) {
    if (client !== ids.client) continue;
    const start = Math.max(clock, ids.clock);
    const end = Math.min(clock + length, ids.clock + ids.length);
    if (start < end) yield { from: index + start - clock, to: index + end - clock };
  }
}
