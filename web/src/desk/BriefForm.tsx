import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { texts } from "../app/texts";
import { FormError } from "../people/FormError";
import { api } from "../wire/api";
import type { Brief } from "../wire/assistant";
import { useSaving } from "./use-saving";

interface Props {
  readonly documentId: string;
  readonly brief: Brief;
}

const PARTS = ["purpose", "audience", "voice"] as const;

/** The longest that a part may be. */
const MAX_PART = 600;

/** What the document is for, who reads it and how it should sound. */
export function BriefForm({ documentId, brief }: Props) {
  const words = texts.desk.brief;
  const [draft, setDraft] = useState(brief);
  const save = useSaving(documentId, (changed: Brief) => api.setBrief(documentId, changed));
  const isChanged = PARTS.some((part) => draft[part] !== brief[part]);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ ...draft, version: brief.version });
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {words.lead}
        </Text>
        {PARTS.map((part) => (
          <Textarea
            key={part}
            label={words[part]}
            placeholder={words[`${part}Hint`]}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={MAX_PART}
            value={draft[part]}
            onChange={(event) => setDraft({ ...draft, [part]: event.currentTarget.value })}
          />
        ))}
        <FormError error={save.error} />
        <Group justify="flex-end">
          <Button type="submit" disabled={!isChanged} loading={save.isPending}>
            {texts.common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
