import { Button, Group, Modal, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { meQuery } from "../app/queries";
import { texts } from "../app/texts";
import { DigestSwitch } from "../comments/DigestSwitch";
import { announce } from "../ui/Announcer";
import { remember } from "../ui/remembered";
import { api } from "../wire/api";
import type { Me, Person } from "../wire/types";
import { ColourChoice } from "./ColourChoice";
import { ConsentSwitch } from "./ConsentSwitch";
import { FormError } from "./FormError";

interface Props {
  readonly person: Person;
  readonly onClose: () => void;
}

/** One's name and colour, as others see them. */
export function ProfileDialog({ person, onClose }: Props) {
  const [name, setName] = useState(person.name);
  const [colour, setColour] = useState(person.colour);
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => api.changeMe({ name: name.trim(), colour }),
    onSuccess: (changed) => {
      remember("name", changed.name);
      client.setQueryData<Me>(meQuery.queryKey, (me) => me && { ...me, person: changed });
      announce(texts.account.saved);
      onClose();
    },
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={texts.account.profileHeading}>
      <form onSubmit={onSubmit}>
        <TextInput
          label={texts.arrive.name}
          data-autofocus
          required
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Text component="h3" size="sm" fw={500} mt="md" mb={6} id="colour-choice">
          {texts.account.colour}
        </Text>
        <ColourChoice labelledBy="colour-choice" value={colour} onChange={setColour} />
        <ConsentSwitch />
        <DigestSwitch />
        <FormError error={save.error} />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {texts.common.save}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
