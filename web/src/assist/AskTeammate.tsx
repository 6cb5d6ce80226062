import { Button, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconUserQuestion } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { membersQuery, meQuery, suggestionsQuery } from "../app/queries";
import { texts } from "../app/texts";
import { announce } from "../ui/Announcer";
import { PersonAvatar } from "../ui/PersonAvatar";
import { ApiError, api } from "../wire/api";
import type { Person } from "../wire/types";
import type { Desk } from "./placing-desk";

interface Props {
  readonly documentId: string;
  /** Who is here beside the person. */
  readonly others: readonly Person[];
  readonly disabled: boolean;
  readonly desk: Desk;
  readonly instruction: string;
}

/** Asks a person instead of a model; their answer is a card as any other, and their words. */
export function AskTeammate({ documentId, others, disabled, desk, instruction }: Props) {
  const words = texts.assist.teammate;
  const queries = useQueryClient();
  const me = useQuery(meQuery).data?.person ?? null;
  const members = useQuery(membersQuery(documentId)).data?.members ?? [];
  const people = teammates([...others, ...members.map(({ person }) => person)], me);

  const ask = async (person: Person): Promise<void> => {
    const now = desk.capture();
    if (now === null) return;
    try {
      const asked = await api.askTeammate(documentId, person.id, now.passage, instruction);
      desk.follow(asked.request, now.range);
      announce(words.asked(person.name));
      await queries.invalidateQueries({ queryKey: suggestionsQuery(documentId).queryKey });
    } catch (error) {
      const message = error instanceof ApiError ? error.message : words.failed;
      notifications.show({ color: "red", message });
    }
  };

  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          disabled={disabled}
          style={{ alignSelf: "flex-start" }}
          leftSection={<IconUserQuestion size={16} stroke={1.7} />}
        >
          {words.ask}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {people.length === 0 && <Menu.Label>{words.nobody}</Menu.Label>}
        {people.map((person) => (
          <Menu.Item
            key={person.id}
            leftSection={<PersonAvatar person={person} size={22} />}
            onClick={() => void ask(person)}
          >
            {person.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Everybody who can be asked, once. */
function teammates(people: readonly Person[], me: Person | null): Person[] {
  const known = new Map(people.map((person) => [person.id, person]));
  return [...known.values()].filter(
    ({ id, kind }) => id !== me?.id && (kind === "account" || kind === "guest"),
  );
}
