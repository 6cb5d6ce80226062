/** What recipes are called, and what their answers are. */
import { texts } from "../app/texts";
import type { RecipeInfo } from "../wire/assistant";

const short: Readonly<Record<string, string>> = texts.assist.recipes;

/** The name on a recipe's button; those that come with Byline have short ones. */
export function recipeName(recipes: readonly RecipeInfo[], id: string): string {
  if (id === "teammate") return texts.assist.teammate.name;
  return short[id] ?? recipes.find((recipe) => recipe.id === id)?.name ?? texts.assist.ownRecipe;
}

/** Texts about the passage, or behind it. */
const REMARKS: ReadonlySet<string> = new Set([
  "challenge",
  "missing",
  "explain",
  "continue",
  "summarise",
]);

/** Whether the answers are other wordings of the passage, so that the difference to it says something. */
export function isWording(recipes: readonly RecipeInfo[], id: string): boolean {
  const known = recipes.find((recipe) => recipe.id === id);
  return known?.rewrites ?? !REMARKS.has(id);
}
