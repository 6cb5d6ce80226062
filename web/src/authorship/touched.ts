/** Which chunks of a text a Yjs transaction touches. */
import * as Y from "yjs";
import { type Chunk, isLive, placesIn } from "./chunk";

/** With more changes than this, reading everything anew is quicker. */
const MANY = 200;

/**
 * The numbers of the chunks in which something was deleted or inserted, in order; null when there is so
 * much that all have to be read. To be asked within the transaction, before anything is merged.
 */
export function touchedBy(
  transaction: Y.Transaction,
  text: Y.Text,
  chunks: readonly Chunk[],
): number[] | null {
  if (chunks.length === 0) return null;
  const touched = new Set<number>();
  let left = MANY;
  for (const [client, deletions] of transaction.deleteSet.clients) {
    for (const { clock, len } of deletions) {
      left -= 1;
      if (left < 0) return null;
      for (const at of holding(chunks, { client, clock, length: len })) touched.add(at);
    }
  }
  for (const item of insertedInto(text, transaction)) {
    left -= 1;
    if (left < 0) return null;
    const at = placeOf(item, transaction, chunks);
    if (at !== null) touched.add(at);
  }
  return [...touched].sort((one, other) => one - other);
}

function* holding(
  chunks: readonly Chunk[],
  ids: { client: number; clock: number; length: number },
) {
  for (const [at, chunk] of chunks.entries()) {
    if (!placesIn(chunk, ids).next().done) yield at;
  }
}

/** Live items that the transaction has put into the text. */
function* insertedInto(text: Y.Text, { afterState, beforeState, doc }: Y.Transaction) {
  for (const [client, end] of afterState) {
    const begin = beforeState.get(client) ?? 0;
    const structs = doc.store.clients.get(client);
    if (!structs || end <= begin) continue;
    for (let i = Y.findIndexSS(structs, begin); i < structs.length; i++) {
      const item = structs[i];
      if (item instanceof Y.Item && item.parent === text && isLive(item)) yield item;
    }
  }
}

/** The chunk behind whose text an item was inserted; null where another inserted item stands for it. */
function placeOf(
  item: Y.Item,
  { beforeState }: Y.Transaction,
  chunks: readonly Chunk[],
): number | null {
  const left = liveBefore(item);
  if (left === null) return 0;
  const { client, clock } = left.id;
  if (clock >= (beforeState.get(client) ?? 0)) return null;
  for (const at of holding(chunks, { client, clock: clock + left.length - 1, length: 1 }))
    return at;
  return 0;
}

/** The nearest live item to the left. */
export function liveBefore(item: Y.Item): Y.Item | null {
  let { left } = item;
  while (left !== null && !isLive(left)) left = left.left;
  return left;
}
