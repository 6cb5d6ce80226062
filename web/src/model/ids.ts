/** Names of characters that travel between clients. */

/** A Yjs id: one UTF-16 code unit, embed or format item. */
export interface CharId {
  readonly client: number;
  readonly clock: number;
}

/** `length` consecutive ids of one client. */
export interface IdRange extends CharId {
  readonly length: number;
}
