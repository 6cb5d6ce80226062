import {
  ActionIcon,
  Button,
  Group,
  NativeSelect,
  NumberInput,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type FormEvent, useEffect, useState } from "react";
import { texts } from "../app/texts";
import { FormError } from "../people/FormError";
import { api } from "../wire/api";
import type { ModelInfo, RecipeContent, RecipeInfo } from "../wire/assistant";
import { LIMITS } from "./recipe-content";
import { useSaving } from "./use-saving";

interface Props {
  readonly documentId: string;
  /** Which recipe this is another version of; null: a new one. */
  readonly of: RecipeInfo | null;
  /** What it begins with. */
  readonly content: RecipeContent;
  readonly models: readonly ModelInfo[];
  readonly onClose: () => void;
}

/** Writes a recipe. */
export function RecipeForm({ documentId, of, content, models, onClose }: Props) {
  const words = texts.desk.recipes;
  const [draft, setDraft] = useState(content);
  useEffect(() => setDraft(content), [content]);
  const change = (part: Partial<RecipeContent>): void => setDraft({ ...draft, ...part });
  const save = useSaving(documentId, async (said: RecipeContent) => {
    if (of === null) await api.addRecipe(documentId, said);
    else await api.changeRecipe(documentId, of.id, said, of.version);
    onClose();
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(draft);
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <TextInput
          label={words.name}
          required
          data-autofocus
          maxLength={60}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Textarea
          label={words.instruction}
          description={words.instructionHint}
          required
          autosize
          minRows={3}
          maxRows={10}
          maxLength={2000}
          value={draft.instruction}
          onChange={(event) => change({ instruction: event.currentTarget.value })}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <NativeSelect
            label={words.kind}
            value={draft.rewrites ? "rewrites" : "remarks"}
            data={[
              { value: "rewrites", label: words.rewrites },
              { value: "remarks", label: words.remarks },
            ]}
            onChange={(event) => change({ rewrites: event.currentTarget.value === "rewrites" })}
          />
          <NumberInput
            label={words.alternatives}
            min={LIMITS.least}
            max={LIMITS.most}
            allowDecimal={false}
            value={draft.alternatives}
            onChange={(given) => change({ alternatives: Number(given) || LIMITS.least })}
          />
          <TextInput
            label={words.tone}
            maxLength={200}
            value={draft.tone}
            onChange={(event) => change({ tone: event.currentTarget.value })}
          />
          <NativeSelect
            label={words.model}
            value={draft.model ?? ""}
            data={[
              { value: "", label: words.anyModel },
              ...models.map(({ label }) => ({ value: label, label })),
            ]}
            onChange={(event) => change({ model: event.currentTarget.value || null })}
          />
        </SimpleGrid>
        <Ways ways={draft.dimensions} onChange={(dimensions) => change({ dimensions })} />
        <FormError error={save.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {texts.common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type Ways = RecipeContent["dimensions"];

interface WaysProps {
  readonly ways: Ways;
  readonly onChange: (ways: Ways) => void;
}

/** In which ways the alternatives differ: a name for the card, and what to do. */
function Ways({ ways, onChange }: WaysProps) {
  const words = texts.desk.recipes;
  const set = (at: number, part: Partial<Ways[number]>): void =>
    onChange(ways.map((way, index) => (index === at ? { ...way, ...part } : way)));
  return (
    <Stack gap={6} role="group" aria-label={words.ways}>
      <Text size="sm" fw={500}>
        {words.ways}
      </Text>
      {ways.map((way, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a way has no other name while it is written
        <Group key={index} gap={6} wrap="nowrap">
          <TextInput
            size="xs"
            aria-label={words.wayName(index + 1)}
            placeholder={words.way(index + 1)}
            maxLength={60}
            w="36%"
            value={way.label}
            onChange={(event) => set(index, { label: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            aria-label={words.wayHint(index + 1)}
            maxLength={300}
            style={{ flex: 1 }}
            value={way.hint}
            onChange={(event) => set(index, { hint: event.currentTarget.value })}
          />
          <ActionIcon
            size={28}
            aria-label={words.removeWay(index + 1)}
            disabled={ways.length <= LIMITS.least}
            onClick={() => onChange(ways.filter((_, at) => at !== index))}
          >
            <IconX size={15} stroke={1.8} />
          </ActionIcon>
        </Group>
      ))}
      {ways.length < LIMITS.ways && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          style={{ alignSelf: "flex-start" }}
          onClick={() => onChange([...ways, { label: "", hint: "" }])}
        >
          {words.addWay}
        </Button>
      )}
    </Stack>
  );
}
