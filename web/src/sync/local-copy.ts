/** The copy of one document in IndexedDB, which keeps edits over reloads and hours offline. */
import { IndexeddbPersistence } from "y-indexeddb";
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
    this.#persistence = new IndexeddbPersistence(name, doc);
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

  /** Stops storing and deletes what is stored; another page that has it open delays the deletion. */
  async discard(): Promise<void> {
    await this.#persistence.clearData().catch(() => undefined);
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

/** Never resolves, and rejects when the database cannot be opened (which y-indexeddb tells nobody). */
function failure(persistence: IndexeddbPersistence): Promise<never> {
  const { _db } = persistence as unknown as { _db: Promise<IDBDatabase> };
  return new Promise((_resolve, reject) => {
    _db.catch(reject);
  });
}

/** Deletes every document copy on this device, as when somebody signs out of a shared computer. */
export async function forgetLocalCopies(): Promise<void> {
  if (!LocalCopy.isAvailable || typeof indexedDB.databases !== "function") return;
  for (const { name } of await indexedDB.databases()) {
    if (name?.startsWith("byline:")) indexedDB.deleteDatabase(name);
  }
}
