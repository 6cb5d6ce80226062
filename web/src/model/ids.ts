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

/** Consecutive ids of one client and what they hold: one code unit each, or one embed. */
export interface TextRun extends CharId {
  /** U+FFFC for an embed. */
  readonly text: string;
  readonly isEmbed: boolean;
}

/** What all runs hold, one after the other. */
export const textOfRuns = (runs: readonly TextRun[]): string =>
  runs.map(({ text }) => text).join("");
