/** Claims that did not hold, in words. */
import { authorshipTexts } from "./texts";

const { refused: texts } = authorshipTexts;

/** What a claim said; it may be anything that somebody sent. */
export function claimInWords(claim: unknown): string {
  const fields = typeof claim === "object" && claim !== null ? Object.keys(claim) : [];
  if (fields.includes("suggestion")) return texts.claims.suggestion;
  if (fields.includes("document")) return texts.claims.document;
  if (fields.includes("from")) return texts.claims.source;
  return fields.includes("origin") ? texts.claims.pasted : texts.claims.unreadable;
}

/** Why it did not hold. */
export function reasonInWords(slug: string): string {
  return texts.reasons[slug] ?? texts.otherReason(slug);
}
