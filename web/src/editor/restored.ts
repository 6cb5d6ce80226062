/** Which text an undo or redo has brought back, and from which deleted original. */
import * as Y from "yjs";
import { type Claim, joinedClaims } from "../model/claims";
import { itemsWithin } from "./ids";

/** Id ranges that a step of the undo history deleted. */
type Deleted = Y.UndoManager["undoStack"][number]["deletions"];

/**
 * Claims for what has just come back. Call it right after undo or redo.
 *
 * Yjs keeps the originals, notes on each which item it was redone as, and neither joins such items
 * nor loses the note where it splits them: so this is exact.
 *
 * @param deleted what the step that was undone or redone had deleted.
 * @param sinceClock own clock before the undo or redo.
 */
export function restoredClaims(text: Y.Text, deleted: Deleted, sinceClock: number): Claim[] {
  const { clientID } = text.doc as Y.Doc;
  const claims: Claim[] = [];
  for (const { id, redone, content, length } of deletedItems(text, deleted)) {
    if (!(content instanceof Y.ContentString)) continue;
    if (redone?.client !== clientID || redone.clock < sinceClock) continue;
    const from = { client: id.client, clock: id.clock };
    claims.push({ to: { client: clientID, clock: redone.clock, length }, from });
  }
  return joinedClaims(claims.sort((one, other) => one.to.clock - other.to.clock));
}

function* deletedItems(text: Y.Text, deleted: Deleted): Generator<Y.Item> {
  for (const [client, ranges] of deleted.clients) {
    for (const { clock, len } of ranges) yield* itemsWithin(text, { client, clock, length: len });
  }
}
