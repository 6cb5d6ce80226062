/**
 * A Yjs v1 update as several smaller ones that say the same, for servers that bound a message.
 *
 * Every piece builds only on those before it, because a server that keeps nothing pending refuses
 * anything else. Claims stay with the text they speak of as far as that fits into one piece, because
 * the server compares them at once. Deletions come last.
 */
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { bundled, type Struct } from "./bundles";

interface DeletedRange {
  readonly client: number;
  readonly clock: number;
  readonly len: number;
}

/** Longest text of one struct in a piece, in UTF-16 code units. */
const MAX_TEXT_UNITS = 60_000;
/** Most values of one struct in a piece; claims take some 80 bytes each. */
const MAX_VALUES = 2_000;

/** Pieces of about `maxBytes` at most; the update itself when it is no larger. */
export function splitUpdate(update: Uint8Array, maxBytes: number): Uint8Array[] {
  if (update.byteLength <= maxBytes) return [update];
  const { structs, ds } = Y.decodeUpdate(update);
  if (structs.some((struct) => struct instanceof Y.Skip)) return [update];
  const ordered = inOrder((structs as Struct[]).flatMap(shortened));
  if (ordered === null) return [update];
  const pieces = grouped(fitting(ordered, maxBytes), maxBytes, sizeOfAll);
  const deleted = [...ds.clients].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }) => ({ client, clock, len })),
  );
  const bytesPerRange = 15;
  return [
    ...pieces.map((bundles) => encode(bundles.flat(), [])),
    ...grouped(deleted, maxBytes, () => bytesPerRange).map((group) => encode([], group)),
  ];
}

/** Bundles that are no larger than a piece, where that is possible. */
function fitting(ordered: readonly Struct[], maxBytes: number): Struct[][] {
  return bundled(ordered).flatMap((bundle) =>
    sizeOfAll(bundle) <= maxBytes ? [bundle] : bundle.map((struct) => [struct]),
  );
}

/** A struct as one or more, none of which holds more than `MAX_TEXT_UNITS` or `MAX_VALUES`. */
function shortened(struct: Struct): Struct[] {
  if (!(struct instanceof Y.Item)) return [struct];
  const { content } = struct;
  const parts: Struct[] = [];
  if (content instanceof Y.ContentString) {
    const { str } = content;
    for (let from = 0; from < str.length; ) {
      const to = cutAt(str, from + MAX_TEXT_UNITS);
      parts.push(part(struct, new Y.ContentString(str.slice(from, to)), from));
      from = to;
    }
    return parts;
  }
  if (!(content instanceof Y.ContentAny)) return [struct];
  for (let from = 0; from < content.arr.length; from += MAX_VALUES) {
    parts.push(part(struct, new Y.ContentAny(content.arr.slice(from, from + MAX_VALUES)), from));
  }
  return parts;
}

/** `at`, or one more where that would part a surrogate pair. */
function cutAt(text: string, at: number): number {
  const before = text.charCodeAt(at - 1);
  const isPair = before >= 0xd800 && before <= 0xdbff;
  return Math.min(text.length, isPair ? at + 1 : at);
}

function part(item: Y.Item, content: Y.ContentString | Y.ContentAny, offset: number): Y.Item {
  const { client, clock } = item.id;
  return new Y.Item(
    Y.createID(client, clock + offset),
    null,
    offset === 0 ? item.origin : Y.createID(client, clock + offset - 1),
    null,
    item.rightOrigin,
    item.parent,
    item.parentSub,
    content,
  );
}

/** Structs so that each follows what it builds on; null if that is impossible. */
function inOrder(structs: readonly Struct[]): Struct[] | null {
  const queues = byClient(structs, ({ id }) => id.client);
  /** The clock that each client of the update has been brought to. */
  const reached = new Map([...queues].map(([client, queue]) => [client, queue[0]?.id.clock ?? 0]));
  const isThere = (id: Y.ID | null) =>
    id === null || id.clock < (reached.get(id.client) ?? Number.POSITIVE_INFINITY);
  const isReady = (struct: Struct) => needs(struct).every(isThere);
  const ordered: Struct[] = [];
  const next = new Map([...queues.keys()].map((client) => [client, 0]));
  for (let before = -1; before !== ordered.length; ) {
    before = ordered.length;
    for (const [client, queue] of queues) {
      let at = next.get(client) ?? 0;
      for (let struct = queue[at]; struct && isReady(struct); struct = queue[at]) {
        ordered.push(struct);
        reached.set(client, struct.id.clock + struct.length);
        at += 1;
      }
      next.set(client, at);
    }
  }
  return ordered.length === structs.length ? ordered : null;
}

function needs(struct: Struct): (Y.ID | null)[] {
  if (!(struct instanceof Y.Item)) return [];
  const parent: unknown = struct.parent;
  return [struct.origin, struct.rightOrigin, parent instanceof Y.ID ? parent : null];
}

function byClient<T>(items: readonly T[], clientOf: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const client = clientOf(item);
    const group = groups.get(client);
    if (group) group.push(item);
    else groups.set(client, [item]);
  }
  return groups;
}

/** Neighbours together as long as their sizes add up to no more than `max`. */
function grouped<T>(items: readonly T[], max: number, size: (item: T) => number): T[][] {
  const groups: T[][] = [];
  let left = 0;
  for (const item of items) {
    const bytes = size(item);
    if (bytes > left || groups.length === 0) {
      groups.push([]);
      left = max;
    }
    groups[groups.length - 1]?.push(item);
    left -= bytes;
  }
  return groups;
}

function sizeOfAll(structs: readonly Struct[]): number {
  const encoder = new Y.UpdateEncoderV1();
  for (const struct of structs) struct.write(encoder, 0);
  return encoder.toUint8Array().byteLength;
}

function encode(structs: readonly Struct[], deleted: readonly DeletedRange[]): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const clients = byClient(structs, ({ id }) => id.client);
  encoding.writeVarUint(encoder.restEncoder, clients.size);
  for (const [client, own] of [...clients].sort(([a], [b]) => b - a)) {
    encoding.writeVarUint(encoder.restEncoder, own.length);
    encoder.writeClient(client);
    encoding.writeVarUint(encoder.restEncoder, own[0]?.id.clock ?? 0);
    for (const struct of own) struct.write(encoder, 0);
  }
  const ranges = byClient(deleted, ({ client }) => client);
  encoding.writeVarUint(encoder.restEncoder, ranges.size);
  for (const [client, own] of ranges) {
    encoding.writeVarUint(encoder.restEncoder, client);
    encoding.writeVarUint(encoder.restEncoder, own.length);
    for (const { clock, len } of own) {
      encoding.writeVarUint(encoder.restEncoder, clock);
      encoding.writeVarUint(encoder.restEncoder, len);
    }
  }
  return encoder.toUint8Array();
}
