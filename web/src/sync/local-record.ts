/**
 * What this device remembers about a document apart from its text: which generation its copy is of,
 * whose it is, and how many changes of each open page the server has not confirmed.
 */
import type { DocumentId, Person, Role } from "../wire/types";

/** The part of `Storage` that is used. */
export type KeyValue = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export interface LocalRecord {
  /** Null when the copy was thrown away and the present generation is not known. */
  readonly generation: string | null;
  readonly person: Person;
  readonly role: Role;
  readonly title: string;
  /** Unconfirmed changes by the Yjs client id that made them. */
  readonly unsent: Readonly<Record<string, number>>;
}

const PREFIX = "byline:document:";

/** The records on this device. Storage that fails or is full makes them forgetful, never an error. */
export class LocalRecords {
  readonly #storage: KeyValue | null;

  constructor(storage: KeyValue | null) {
    this.#storage = storage;
  }

  /** The documents that a storage remembers. */
  static idsIn(storage: Pick<Storage, "key" | "length">): readonly DocumentId[] {
    return Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? "")
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length));
  }

  read(id: DocumentId): LocalRecord | null {
    try {
      const text = this.#storage?.getItem(PREFIX + id) ?? null;
      const value: unknown = text === null ? null : JSON.parse(text);
      return isRecord(value) ? value : null;
    } catch {
      return null;
    }
  }

  write(id: DocumentId, record: LocalRecord): void {
    try {
      this.#storage?.setItem(PREFIX + id, JSON.stringify(record));
    } catch {
      // A full storage costs the count after a reload, not the text.
    }
  }

  /** Notes how many changes `client` has unconfirmed in a copy of `generation`. */
  noteUnsent(id: DocumentId, generation: string, client: number, changes: number): void {
    const record = this.read(id);
    if (record?.generation !== generation) return;
    const { [client]: _, ...others } = record.unsent;
    const unsent = changes === 0 ? others : { ...others, [client]: changes };
    this.write(id, { ...record, unsent });
  }

  forget(id: DocumentId): void {
    try {
      this.#storage?.removeItem(PREFIX + id);
    } catch {
      // Nothing was remembered then.
    }
  }
}

/** The name of the IndexedDB database that holds the copy. */
export function databaseName(id: DocumentId, generation: string): string {
  return `byline:${id}:${generation}`;
}

/** All unconfirmed changes of a record. */
export function unsentChanges(record: LocalRecord): number {
  return Object.values(record.unsent).reduce((sum, changes) => sum + changes, 0);
}

function isRecord(value: unknown): value is LocalRecord {
  return (
    typeof value === "object" &&
    value !== null &&
    "generation" in value &&
    (value.generation === null || typeof value.generation === "string") &&
    "person" in value &&
    typeof value.person === "object" &&
    value.person !== null &&
    "unsent" in value &&
    typeof value.unsent === "object" &&
    value.unsent !== null
  );
}
