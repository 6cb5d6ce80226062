import { Button, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { texts } from "../app/texts";
import { FormError } from "./FormError";
import { lastName, useEntry } from "./signed-in";

interface Props {
  readonly submit: string;
  readonly invitation?: string;
  /** See `useEntry`. */
  readonly arrive?: () => unknown;
}

/** Picks the name a guest is shown with; remembers it for the next visit. */
export function NameForm({ submit, invitation, arrive }: Props) {
  const [name, setName] = useState(lastName);
  const [empty, setEmpty] = useState(false);
  const entry = useEntry(arrive);

  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const chosen = name.trim();
    setEmpty(chosen === "");
    if (chosen === "") return;
    entry.mutate({ as: "guest", name: chosen, ...(invitation !== undefined && { invitation }) });
  };

  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        <TextInput
          label={texts.arrive.name}
          size="md"
          autoFocus
          autoComplete="nickname"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={empty ? texts.account.nameEmpty : undefined}
        />
        <FormError error={entry.error} />
        <Button type="submit" size="md" loading={entry.isPending}>
          {submit}
        </Button>
      </Stack>
    </form>
  );
}
