import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import type { UseMutationResult } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { texts } from "../app/texts";
import { FormError } from "../people/FormError";

interface Props {
  readonly heading: string;
  readonly lead?: string;
  /** What it is about. */
  readonly quote?: string;
  readonly label: string;
  readonly hint?: string;
  readonly isRequired: boolean;
  readonly send: string;
  readonly acting: UseMutationResult<unknown, Error, string>;
  readonly onClose: () => void;
}

/** The longest that a note may be. */
const MAX_NOTE = 2_000;

/** Says something in a line or two before something is done. */
export function SayDialog({ heading, lead, quote, label, hint, send, acting, ...props }: Props) {
  const [said, setSaid] = useState("");
  const isMissing = props.isRequired && said.trim() === "";
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isMissing) acting.mutate(said, { onSuccess: props.onClose });
  };
  return (
    <Modal opened onClose={props.onClose} title={heading} size={480}>
      <form onSubmit={onSubmit}>
        <Stack gap="sm">
          {lead && (
            <Text size="sm" c="dimmed">
              {lead}
            </Text>
          )}
          {quote && (
            <Text component="blockquote" size="sm" lineClamp={4} m={0} className="review-quote">
              {quote}
            </Text>
          )}
          <Textarea
            data-autofocus
            label={label}
            placeholder={hint ?? ""}
            required={props.isRequired}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={MAX_NOTE}
            value={said}
            onChange={(event) => setSaid(event.currentTarget.value)}
          />
          <FormError error={acting.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {texts.common.cancel}
            </Button>
            <Button type="submit" disabled={isMissing} loading={acting.isPending}>
              {send}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
