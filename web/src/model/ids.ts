/** Names of things in a document that travel between clients. */

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

export type SuggestionId = Branded<string, "SuggestionId">;

/** A Yjs id: one UTF-16 code unit, embed or format item. */
export interface CharId {
  readonly client: number;
  readonly clock: number;
}

/** `length` consecutive ids of one client. */
export interface IdRange extends CharId {
  readonly length: number;
}

export const suggestionId = (id: string): SuggestionId => id as SuggestionId;
