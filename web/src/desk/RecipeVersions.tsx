import { Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { texts } from "../app/texts";
import { When } from "../ui/When";
import { api } from "../wire/api";
import type { RecipeContent, RecipeInfo } from "../wire/assistant";
import styles from "./Desk.module.css";

interface Props {
  readonly documentId: string;
  readonly recipe: RecipeInfo;
  /** Go on from what an earlier version says. */
  readonly onChoose: (content: RecipeContent) => void;
}

/** Who wrote which version of a recipe, newest first. */
export function RecipeVersions({ documentId, recipe, onChoose }: Props) {
  const words = texts.desk.recipes;
  const versions = useQuery({
    queryKey: ["recipe", documentId, recipe.id, recipe.version],
    queryFn: ({ signal }) => api.recipeVersions(documentId, recipe.id, signal),
  }).data;
  if (versions === undefined || versions.length < 2) return null;
  return (
    <section aria-label={words.versions}>
      <Text component="h3" size="sm" fw={600} mt="lg" mb={4}>
        {words.versions}
      </Text>
      <ul className={styles.list}>
        {versions.map(({ version, by, at, content }) => (
          <li key={version} className={styles.row}>
            <span className={styles.about}>
              <span>
                {words.version(version)}, <When at={at} />
              </span>
              <span className={styles.maker}>
                {by?.name ?? ""} {content === null && words.taken}
              </span>
            </span>
            {content !== null && (
              <Button
                size="compact-xs"
                variant="subtle"
                color="gray"
                onClick={() => onChoose(content)}
              >
                {words.back}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
