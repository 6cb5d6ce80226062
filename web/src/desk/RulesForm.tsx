import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  Radio,
  SimpleGrid,
  Stack,
  Switch,
  Text,
} from "@mantine/core";
import { type FormEvent, useState } from "react";
import { texts } from "../app/texts";
import { recipeName } from "../assist/recipe-names";
import { FormError } from "../people/FormError";
import { api } from "../wire/api";
import type { DocumentAssistant, Friction, Policy } from "../wire/assistant";
import { useSaving } from "./use-saving";

interface Props {
  readonly documentId: string;
  readonly assistant: DocumentAssistant;
  readonly mayChange: boolean;
}

const FRICTIONS: readonly Friction[] = ["none", "reason", "second-person"];

/** The coordinator's rules; everybody may read them. */
export function RulesForm({ documentId, assistant, mayChange }: Props) {
  const words = texts.desk.rules;
  const [draft, setDraft] = useState<Policy>(assistant.policy);
  const change = (part: Partial<Policy>): void => setDraft({ ...draft, ...part });
  const save = useSaving(documentId, (rules: Policy) => api.setPolicy(documentId, rules));
  const recipes = assistant.recipes.map(({ id }) => id);
  const models = assistant.models.map(({ label }) => label);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ ...draft, version: assistant.policy.version });
  };
  return (
    <form onSubmit={onSubmit}>
      <fieldset disabled={!mayChange} style={{ all: "unset", display: "block" }}>
        <Stack gap="lg">
          <Text size="sm" c="dimmed">
            {mayChange ? words.lead : words.onlyCoordinator}
          </Text>
          <Switch
            label={words.assistant}
            description={words.assistantHint}
            disabled={!mayChange}
            checked={draft.assistant}
            onChange={(event) => change({ assistant: event.currentTarget.checked })}
          />
          <Choice
            label={words.recipes}
            all={recipes}
            name={(id) => recipeName(assistant.recipes, id)}
            chosen={draft.recipes}
            disabled={!mayChange}
            onChange={(chosen) => change({ recipes: chosen })}
          />
          <Choice
            label={words.models}
            all={models}
            name={(label) => label}
            chosen={draft.models}
            disabled={!mayChange}
            onChange={(chosen) => change({ models: chosen })}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <Limit
              label={words.perPerson}
              value={draft.requests_per_person}
              disabled={!mayChange}
              onChange={(limit) => change({ requests_per_person: limit })}
            />
            <Limit
              label={words.perDocument}
              value={draft.requests_per_document}
              disabled={!mayChange}
              onChange={(limit) => change({ requests_per_document: limit })}
            />
          </SimpleGrid>
          <Radio.Group
            label={words.friction}
            value={draft.friction}
            onChange={(value) => change({ friction: value as Friction })}
          >
            <Stack gap={6} mt={6}>
              {FRICTIONS.map((one) => (
                <Radio key={one} value={one} label={words.frictions[one]} disabled={!mayChange} />
              ))}
            </Stack>
          </Radio.Group>
          <Switch
            label={words.draftFirst}
            description={words.draftFirstHint}
            disabled={!mayChange}
            checked={draft.draft_first}
            onChange={(event) => change({ draft_first: event.currentTarget.checked })}
          />
          <FormError error={save.error} />
          {mayChange && (
            <Group justify="flex-end">
              <Button type="submit" loading={save.isPending}>
                {texts.common.save}
              </Button>
            </Group>
          )}
        </Stack>
      </fieldset>
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly all: readonly string[];
  readonly name: (one: string) => string;
  /** Null: all. */
  readonly chosen: readonly string[] | null;
  readonly disabled: boolean;
  readonly onChange: (chosen: readonly string[] | null) => void;
}

/** Some of several; all of them is null, so that what is added later counts too. */
function Choice({ label, all, name, chosen, disabled, onChange }: ChoiceProps) {
  const choose = (next: readonly string[]): void =>
    onChange(all.every((one) => next.includes(one)) ? null : next);
  return (
    <Checkbox.Group label={label} value={[...(chosen ?? all)]} onChange={choose}>
      <Group gap="md" mt={6}>
        {all.map((one) => (
          <Checkbox key={one} value={one} label={name(one)} disabled={disabled} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}

interface LimitProps {
  readonly label: string;
  readonly value: number | null;
  readonly disabled: boolean;
  readonly onChange: (limit: number | null) => void;
}

function Limit({ label, value, disabled, onChange }: LimitProps) {
  return (
    <NumberInput
      label={label}
      placeholder={texts.desk.rules.noLimit}
      min={0}
      max={1_000_000}
      allowDecimal={false}
      disabled={disabled}
      value={value ?? ""}
      onChange={(given) => onChange(given === "" ? null : Number(given))}
    />
  );
}
