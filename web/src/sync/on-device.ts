/** What this device keeps of all documents together: what signing out would lose, and its removal. */
import { Drafts } from "./drafts";
import { type KeyValue, LocalRecords, unsentChanges } from "./local-record";

export interface OnlyHere {
  /** Changes in any document that the server has not confirmed. */
  readonly changes: number;
  /** Texts that could not be merged and were put aside. */
  readonly drafts: number;
}

export interface Stores {
  readonly storage: KeyValue & Pick<Storage, "key" | "length">;
  readonly indexedDb: IDBFactory | null;
}

/** What nobody but this device has. */
export async function onlyHere({ storage, indexedDb }: Stores): Promise<OnlyHere> {
  const records = new LocalRecords(storage);
  const changes = LocalRecords.idsIn(storage)
    .map((id) => records.read(id))
    .reduce((sum, record) => sum + (record === null ? 0 : unsentChanges(record)), 0);
  const drafts = await new Drafts(indexedDb).list().catch(() => []);
  return { changes, drafts: drafts.length };
}

/**
 * Removes every copy, record and draft, as when somebody signs out of a shared computer. A copy that
 * another page has open goes when that page closes.
 */
export async function forgetEverything({ storage, indexedDb }: Stores): Promise<void> {
  const records = new LocalRecords(storage);
  for (const id of LocalRecords.idsIn(storage)) records.forget(id);
  const drafts = new Drafts(indexedDb);
  const kept = await drafts.list().catch(() => []);
  await Promise.all(kept.map(({ id }) => drafts.remove(id)));
  if (indexedDb === null || typeof indexedDb.databases !== "function") return;
  for (const { name } of await indexedDb.databases())
    if (name?.startsWith("byline:")) indexedDb.deleteDatabase(name);
}
