import { Menu, Tooltip, UnstyledButton } from "@mantine/core";
import type { Presence } from "../sync/presence";
import { PersonAvatar } from "../ui/PersonAvatar";
import type { Person } from "../wire/types";
import styles from "./DocumentHeader.module.css";
import { texts } from "./texts";

interface Props {
  readonly presence: readonly Presence[];
  readonly onJump: (presence: Presence) => void;
  /** How many avatars fit before "+n". */
  readonly max: number;
}

/** One entry per person, however many windows they have open; one with a caret is preferred. */
export function onePerPerson(presence: readonly Presence[]): readonly Presence[] {
  const people = new Map<Person["id"], Presence>();
  for (const here of presence) {
    const known = people.get(here.person.id);
    if (known === undefined || (known.cursor === null && here.cursor !== null))
      people.set(here.person.id, here);
  }
  return [...people.values()];
}

/** Who else is here; a click leads to their caret. */
export function PeopleHere({ presence, onJump, max }: Props) {
  const people = onePerPerson(presence);
  if (people.length === 0) return null;
  const shown = people.slice(0, people.length > max ? max : people.length);
  const rest = people.slice(shown.length);
  return (
    <ul className={styles.people} aria-label={texts.page.people}>
      {shown.map((here) => (
        <li key={here.clientId}>
          <Here here={here} onJump={onJump} />
        </li>
      ))}
      {rest.length > 0 && (
        <li>
          <Rest rest={rest} onJump={onJump} />
        </li>
      )}
    </ul>
  );
}

function hint(here: Presence): string {
  return here.cursor === null
    ? texts.page.hereIdle(here.person.name)
    : texts.page.jumpTo(here.person.name);
}

function Here({ here, onJump }: { here: Presence; onJump: Props["onJump"] }) {
  return (
    <Tooltip label={hint(here)}>
      <UnstyledButton
        className={styles.person ?? ""}
        aria-label={hint(here)}
        onClick={() => onJump(here)}
      >
        <PersonAvatar person={here.person} size={28} />
      </UnstyledButton>
    </Tooltip>
  );
}

function Rest({ rest, onJump }: { rest: readonly Presence[]; onJump: Props["onJump"] }) {
  return (
    <Menu>
      <Menu.Target>
        <UnstyledButton
          className={styles.rest ?? ""}
          aria-label={texts.page.morePeople(rest.length)}
        >
          +{rest.length}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {rest.map((here) => (
          <Menu.Item
            key={here.clientId}
            leftSection={<PersonAvatar person={here.person} size={22} />}
            onClick={() => onJump(here)}
          >
            {here.person.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
