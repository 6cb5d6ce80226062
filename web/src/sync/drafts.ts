/** Text that could not be merged, kept on this device until its writer has dealt with it. */
import type { DocumentId } from "../wire/types";

export interface Draft {
  readonly id: string;
  readonly documentId: DocumentId;
  readonly title: string;
  readonly text: string;
  /** The content as Delta operations, with its formats. */
  readonly delta: readonly object[];
  /** When it was put aside, ms since the epoch. */
  readonly at: number;
  /** Slug and sentence of why. */
  readonly reason: string;
  readonly message: string;
}

const DATABASE = "byline-drafts";
const STORE = "drafts";

export class Drafts {
  readonly #factory: IDBFactory | null;

  constructor(factory: IDBFactory | null) {
    this.#factory = factory;
  }

  /** Resolves once the draft is on disk. Rejects when this device cannot keep it. */
  async keep(draft: Draft): Promise<void> {
    await this.#run("readwrite", (store) => store.put(draft));
  }

  /** The drafts of one document, or of all, newest first. */
  async list(documentId?: DocumentId): Promise<readonly Draft[]> {
    if (this.#factory === null) return [];
    const all = await this.#run<Draft[]>("readonly", (store) => store.getAll());
    return all
      .filter((draft) => documentId === undefined || draft.documentId === documentId)
      .sort((a, b) => b.at - a.at);
  }

  async remove(id: string): Promise<void> {
    await this.#run("readwrite", (store) => store.delete(id));
  }

  async #run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest): Promise<T> {
    const database = await this.#open();
    try {
      const transaction = database.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
        transaction.onerror = () => reject(transaction.error);
      });
      return request.result as T;
    } finally {
      database.close();
    }
  }

  #open(): Promise<IDBDatabase> {
    if (this.#factory === null) {
      return Promise.reject(new Error("This browser keeps nothing on this device."));
    }
    const request = this.#factory.open(DATABASE, 1);
    return new Promise((resolve, reject) => {
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }
}
