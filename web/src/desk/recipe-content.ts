/** What a recipe says when somebody begins to write one. */
import type { RecipeContent, RecipeInfo } from "../wire/assistant";

/** A new recipe, with nothing in it but what it must have. */
export const BLANK: RecipeContent = {
  name: "",
  instruction: "",
  dimensions: [
    { label: "Close to yours", hint: "Stay close to the wording." },
    { label: "Freer", hint: "Feel free to rebuild the sentences." },
    { label: "Shorter", hint: "Be brief." },
  ],
  alternatives: 3,
  rewrites: true,
  tone: "",
  model: null,
  maker: "",
};

/** A recipe to go on from; of one that comes with Byline, its name and kind. */
export function contentOf({ content, name, rewrites }: RecipeInfo): RecipeContent {
  return content ?? { ...BLANK, name, rewrites };
}

/** Fewest and most alternatives, and most ways in which they differ. */
export const LIMITS = { least: 2, most: 5, ways: 7 } as const;
