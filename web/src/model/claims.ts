/** Lineage claims: what an insertion says about where its characters come from (DESIGN.md, section 5). */
import type { CharId, IdRange } from "./ids";

export type Claim =
  | { readonly to: IdRange; readonly suggestion: string; readonly at: number }
  | { readonly to: IdRange; readonly origin: "pasted" }
  | { readonly to: IdRange; readonly from: CharId };

/** What is to be claimed for everything one editor transaction inserts. */
export type ClaimSource =
  | { readonly suggestion: string; readonly at: number }
  | { readonly origin: "pasted" };

/**
 * One claim per run of inserted ids.
 *
 * @param runs inserted id runs in the order of the text.
 */
export function claimsFor(source: ClaimSource, runs: readonly IdRange[]): Claim[] {
  let offset = 0;
  return runs.map((to) => {
    const claim: Claim =
      "origin" in source
        ? { to, origin: source.origin }
        : { to, suggestion: source.suggestion, at: source.at + offset };
    offset += to.length;
    return claim;
  });
}
