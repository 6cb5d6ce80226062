/** What may be asked for, by the server's names. */

/** Other wordings of the passage. */
export const WORDINGS = ["rephrase", "shorten", "plain", "formal", "friendlier"] as const;

/** Text about the passage, or behind it; takes a language model. */
export const REMARKS = ["challenge", "missing", "explain", "continue", "summarise"] as const;

export type Recipe = (typeof WORDINGS)[number] | (typeof REMARKS)[number] | "custom";

const remarks: ReadonlySet<Recipe> = new Set(REMARKS);

/** Whether the answers are other wordings of the passage, so that the difference to it says something. */
export function isWording(recipe: Recipe): boolean {
  return !remarks.has(recipe);
}
