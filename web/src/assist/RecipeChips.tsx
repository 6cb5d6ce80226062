import { Button, Group } from "@mantine/core";
import { texts } from "../app/texts";
import type { RecipeInfo } from "../wire/assistant";
import styles from "./AssistPanel.module.css";
import { recipeName } from "./recipe-names";

interface Props {
  /** Best rated first. */
  readonly recipes: readonly RecipeInfo[];
  /** Whether a language model answers; the phrasebook only words things differently. */
  readonly hasModel: boolean;
  readonly disabled: boolean;
  readonly onChoose: (recipe: string) => void;
}

/** What can be asked for, as buttons: other wordings first, then notes about the passage. */
export function RecipeChips({ recipes, hasModel, disabled, onChoose }: Props) {
  const offered = recipes.filter(({ allowed, needs_instruction }) => allowed && !needs_instruction);
  const groups = [
    { name: texts.assist.recipeGroup, recipes: offered.filter(({ rewrites }) => rewrites) },
    {
      name: texts.assist.remarkGroup,
      recipes: hasModel ? offered.filter(({ rewrites }) => !rewrites) : [],
    },
  ];
  return groups
    .filter((group) => group.recipes.length > 0)
    .map((group) => (
      <Group key={group.name} gap={6} role="group" aria-label={group.name}>
        {group.recipes.map(({ id }) => (
          <Button
            key={id}
            variant="default"
            size="compact-sm"
            radius="xl"
            className={styles.chip ?? ""}
            data-recipe={id}
            disabled={disabled}
            onClick={() => onChoose(id)}
          >
            {recipeName(recipes, id)}
          </Button>
        ))}
      </Group>
    ));
}
