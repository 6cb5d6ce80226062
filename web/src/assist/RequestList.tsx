import { Button, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { texts } from "../app/texts";
import { type Asked, roundsOf } from "./panel-state";
import { searched } from "./search";

interface Props {
  readonly asked: readonly Asked[];
  /** What was asked once or again for one passage, oldest first. */
  readonly children: (rounds: readonly Asked[]) => ReactNode;
}

/** So many requests from before the page was opened are shown at first. */
const EARLIER_SHOWN = 4;
/** So many more each time one asks for older ones. */
const EARLIER_MORE = 8;
/** From so many requests on there is a field to search them. */
const MANY = 4;

/** The requests of a document, newest first: a field to search them, and a way to older ones. */
export function RequestList({ asked, children }: Props) {
  const [wanted, setWanted] = useState("");
  const [most, setMost] = useState(EARLIER_SHOWN);
  const found = roundsOf(searched(asked, wanted));
  const earlier = found.filter((rounds) => !isKept(rounds));
  const shown = new Set(earlier.slice(0, most));
  return (
    <>
      {asked.length >= MANY && (
        <TextInput
          type="search"
          size="xs"
          aria-label={texts.assist.search}
          placeholder={texts.assist.search}
          leftSection={<IconSearch size={15} stroke={1.7} />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      )}
      <Stack gap={28}>
        {found.filter((rounds) => isKept(rounds) || shown.has(rounds)).map(children)}
      </Stack>
      {found.length === 0 && wanted !== "" && (
        <Text size="sm" c="dimmed">
          {texts.assist.noMatch(wanted)}
        </Text>
      )}
      {earlier.length > most && (
        <Button variant="default" size="xs" onClick={() => setMost(most + EARLIER_MORE)}>
          {texts.assist.showEarlier(earlier.length - most)}
        </Button>
      )}
    </>
  );
}

/** What stays in sight however old it is: what was asked since the page was opened, pinned or shared. */
function isKept(rounds: readonly Asked[]): boolean {
  return rounds.some(
    ({ earlier, cards }) =>
      !earlier || cards.some(({ team }) => team.pinned || team.sharedBy !== null),
  );
}
