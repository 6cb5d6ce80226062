/** The copy of one document in IndexedDB, which keeps edits over reloads and hours offline. */
import { openDB } from "lib0/indexeddb";
import { IndexeddbPersistence, PREFERRED_TRIM_SIZE, storeState } from "y-indexeddb";
import type * as Y from "yjs";

export class LocalCopy {
  readonly #persistence: IndexeddbPersistence;
  /**
   * Resolves when what was stored is in the document; from then on every change is stored.
   * False if this device cannot keep a copy (private mode, full disk).
   */
  readonly ready: Promise<boolean>;

  /** Starts loading what is stored under `name` into `doc`. Needs IndexedDB (`isAvailable`). */
  constructor(name: string, doc: Y.Doc) {
    this.#persistence = new CommittingPersistence(name, doc);
    this.ready = this.#load();
  }

  static get isAvailable(): boolean {
    return typeof indexedDB !== "undefined";
  }

  /** Whether `origin` is the origin of the changes that came from disk. */
  isOrigin(origin: unknown): boolean {
    return origin === this.#persistence;
  }

  /** Stops storing. */
  async close(): Promise<void> {
    await this.#persistence.destroy().catch(() => undefined);
  }

  /**
   * Stops storing and empties the database. It is not deleted, because a deletion, and whatever
   * opens the database after it, waits for every other page that has it open.
   */
  async discard(): Promise<void> {
    await this.close();
    await emptied(this.#persistence.name).catch(() => undefined);
  }

  async #load(): Promise<boolean> {
    try {
      await Promise.race([this.#persistence.whenSynced, failure(this.#persistence)]);
      return true;
    } catch {
      await this.close();
      return false;
    }
  }
}

const TRIM_AFTER_MS = 1000;

/**
 * Commits each change without waiting for the answer that it is written, as y-indexeddb does: a page
 * that is closed right behind a key press would lose the key in about every fourth case.
 */
class CommittingPersistence extends IndexeddbPersistence {
  constructor(name: string, doc: Y.Doc) {
    super(name, doc);
    doc.off("update", this._storeUpdate);
    this._storeUpdate = (update, origin) => {
      if (this.db === null || origin === this) return;
      const transaction = this.db.transaction("updates", "readwrite");
      transaction.objectStore("updates").add(update);
      transaction.commit();
      this._dbsize += 1;
      if (this._dbsize >= PREFERRED_TRIM_SIZE) this.#trimSoon();
    };
    doc.on("update", this._storeUpdate);
  }

  #trimSoon(): void {
    clearTimeout(this._storeTimeoutId);
    this._storeTimeoutId = setTimeout(() => void storeState(this, false), TRIM_AFTER_MS);
  }
}

/** Never resolves, and rejects when the database cannot be opened (which y-indexeddb tells nobody). */
function failure(persistence: IndexeddbPersistence): Promise<never> {
  const { _db } = persistence as unknown as { _db: Promise<IDBDatabase> };
  return new Promise((_resolve, reject) => {
    _db.catch(reject);
  });
}

async function emptied(name: string): Promise<void> {
  const database = await openDB(name, () => undefined);
  try {
    const stores = [...database.objectStoreNames];
    if (stores.length === 0) return;
    const transaction = database.transaction(stores, "readwrite");
    for (const store of stores) transaction.objectStore(store).clear();
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = reject;
    });
  } finally {
    database.close();
  }
}
