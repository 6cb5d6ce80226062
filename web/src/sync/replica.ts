/** One Yjs document on this device: what is the server's, what is ours, and its copy on disk. */
import * as Y from "yjs";
import type { DocumentId } from "../wire/types";
import { plainText } from "./content";
import type { Draft } from "./drafts";
import { LocalCopy } from "./local-copy";
import { databaseName } from "./local-record";

/** The origin of transactions that apply what the server sent. */
const FROM_SERVER = Symbol("from the server");

export class Replica {
  /**
   * Deleted text is kept, and sent if the server lacks it: the original of what was cut and pasted
   * offline is all that the server can compare a claim with.
   */
  readonly doc = new Y.Doc({ gcFilter: ({ content }) => !(content instanceof Y.ContentString) });
  #copy: LocalCopy | null = null;
  #isKept = false;
  readonly #onLocalChange: (update: Uint8Array) => void;

  /** `onLocalChange` hears of every change made on this page. */
  constructor(onLocalChange: (update: Uint8Array) => void) {
    this.#onLocalChange = onLocalChange;
    this.doc.getText("content");
    this.doc.getArray("lineage");
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === FROM_SERVER || this.#copy?.isOrigin(origin)) return;
      this.#onLocalChange(update);
    });
  }

  get content(): Y.Text {
    return this.doc.getText("content");
  }

  /** Whether anything was ever written here, as far as this replica knows. */
  get hasContent(): boolean {
    return this.doc.store.clients.size > 0;
  }

  /** Whether a change arrived whose predecessors did not. */
  get hasGap(): boolean {
    return this.doc.store.pendingStructs !== null || this.doc.store.pendingDs !== null;
  }

  /** Whether the copy on disk works. */
  get isKept(): boolean {
    return this.#isKept;
  }

  /** Loads the copy on disk and keeps it up to date from then on. */
  async attachCopy(id: DocumentId, generation: string): Promise<void> {
    if (!LocalCopy.isAvailable) return;
    this.#copy = new LocalCopy(databaseName(id, generation), this.doc);
    this.#isKept = await this.#copy.ready;
  }

  /** Throws what Yjs throws on bytes that are no update. */
  receive(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, FROM_SERVER);
  }

  stateVector(): Uint8Array {
    return Y.encodeStateVector(this.doc);
  }

  /** Everything here that a side with `stateVector` lacks. */
  differenceTo(stateVector: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc, stateVector);
  }

  /** The present text as a draft. */
  draft(about: Omit<Draft, "text" | "delta">): Draft {
    return { ...about, text: plainText(this.content), delta: this.content.toDelta() };
  }

  async close(): Promise<void> {
    await this.#copy?.close();
    this.doc.destroy();
  }

  /** Ends it and empties its copy on disk. */
  async discard(): Promise<void> {
    const copy = this.#copy;
    this.#copy = null;
    this.doc.destroy();
    await copy?.discard();
  }
}
