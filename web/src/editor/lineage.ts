/** The list of claims beside the text. Others may drop entries of it at any time. */
import type * as Y from "yjs";
import type { Claim } from "../model/claims";

/** Adds claims, in the Yjs transaction that is running or in one of its own. */
export function pushClaims(doc: Y.Doc, claims: readonly Claim[]): void {
  if (claims.length > 0) doc.getArray("lineage").push([...claims]);
}
