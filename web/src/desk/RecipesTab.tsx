import { Badge, Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { texts } from "../app/texts";
import { FormError } from "../people/FormError";
import { announce } from "../ui/Announcer";
import { api } from "../wire/api";
import type { ModelInfo, RecipeContent, RecipeInfo } from "../wire/assistant";
import styles from "./Desk.module.css";
import { RecipeForm } from "./RecipeForm";
import { RecipeVersions } from "./RecipeVersions";
import { BLANK, contentOf } from "./recipe-content";
import { useSaving } from "./use-saving";

interface Props {
  readonly documentId: string;
  /** Best rated first. */
  readonly recipes: readonly RecipeInfo[];
  readonly models: readonly ModelInfo[];
}

/** A recipe that is being written: a new one, or another version of one. */
interface Writing {
  readonly of: RecipeInfo | null;
  readonly content: RecipeContent;
}

/** The recipes of the team: to write, change, remove, bring as a file and hand on as one. */
export function RecipesTab({ documentId, recipes, models }: Props) {
  const words = texts.desk.recipes;
  const [writing, setWriting] = useState<Writing | null>(null);
  const bring = useSaving(documentId, async (file: File) => {
    const { ids } = await api.importRecipes(documentId, await file.text());
    announce(words.brought(ids.length));
  });
  if (writing !== null)
    return (
      <>
        <RecipeForm
          documentId={documentId}
          of={writing.of}
          content={writing.content}
          models={models}
          onClose={() => setWriting(null)}
        />
        {writing.of !== null && (
          <RecipeVersions
            documentId={documentId}
            recipe={writing.of}
            onChoose={(content) => setWriting({ ...writing, content })}
          />
        )}
      </>
    );
  const own = recipes.filter(({ built_in }) => !built_in);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {words.lead}
      </Text>
      <Group gap="xs">
        <Button size="xs" onClick={() => setWriting({ of: null, content: BLANK })}>
          {words.add}
        </Button>
        <FileButton accept="application/json,.json" onChange={(file) => file && bring.mutate(file)}>
          {(button) => (
            <Button {...button} size="xs" variant="default" loading={bring.isPending}>
              {words.bring}
            </Button>
          )}
        </FileButton>
        {own.length > 0 && (
          <Button
            component="a"
            href={api.recipeFile(documentId)}
            download
            size="xs"
            variant="default"
          >
            {words.file}
          </Button>
        )}
      </Group>
      <FormError error={bring.error} />
      <ul className={styles.list}>
        {recipes.map((recipe) => (
          <RecipeRow
            key={recipe.id}
            documentId={documentId}
            recipe={recipe}
            onWrite={(of) => setWriting({ of, content: contentOf(recipe) })}
          />
        ))}
      </ul>
    </Stack>
  );
}

interface RowProps {
  readonly documentId: string;
  readonly recipe: RecipeInfo;
  /** Write another version of it, or (null) a new one that begins like it. */
  readonly onWrite: (of: RecipeInfo | null) => void;
}

function RecipeRow({ documentId, recipe, onWrite }: RowProps) {
  const words = texts.desk.recipes;
  const { built_in, id, maker, name, up, down } = recipe;
  const remove = useSaving(documentId, () => api.removeRecipe(documentId, id), words.removed(name));
  return (
    <li className={styles.row}>
      <span className={styles.about}>
        <strong>{name}</strong>
        <span className={styles.maker}>{built_in ? words.builtIn : words.by(maker)}</span>
        <FormError error={remove.error} />
      </span>
      {up + down > 0 && (
        <Badge variant="default" size="sm" tt="none" fw={500}>
          {words.rating(up, down)}
        </Badge>
      )}
      {built_in ? (
        id !== "custom" && (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onWrite(null)}>
            {words.copy}
          </Button>
        )
      ) : (
        <>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onWrite(recipe)}>
            {words.edit}
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            loading={remove.isPending}
            onClick={() => remove.mutate(undefined)}
          >
            {words.remove}
          </Button>
        </>
      )}
    </li>
  );
}
