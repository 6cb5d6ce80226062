import { Anchor, Button, Skeleton, Text } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import { PersonAvatar } from "../ui/PersonAvatar";
import type { WorkSession } from "../wire/history";
import styles from "./HistoryPanel.module.css";
import { exactly, nameIn } from "./names";
import type { PanelProps } from "./props";
import { historyTexts as texts } from "./texts";
import { VersionList } from "./VersionList";

/** Sessions shown before somebody asks for earlier ones. */
const AT_FIRST = 20;

/** What there is to go to: what is new to the reader, versions with names, sessions of work. */
export function HistoryPanel(props: PanelProps) {
  return (
    <div className={styles.panel}>
      <SinceSeen {...props} />
      <VersionList {...props} />
      <Sessions {...props} />
    </div>
  );
}

export function HistoryPanelSkeleton() {
  return (
    <div className={styles.panel} aria-hidden>
      {[0, 1, 2, 3, 4].map((line) => (
        <Skeleton key={line} height={44} mb={12} />
      ))}
    </div>
  );
}

function SinceSeen({ told, onAddress }: PanelProps) {
  const { seen, seq } = told;
  if (seen === null) return null;
  if (seen >= seq)
    return (
      <Text size="sm" c="dimmed" mb={16}>
        {texts.seen.nothing}
      </Text>
    );
  return (
    <Button
      variant="light"
      fullWidth
      mb={20}
      leftSection={<IconHistory size={17} stroke={1.7} />}
      onClick={() => onAddress({ at: "last", since: seen })}
    >
      {texts.seen.button}
    </Button>
  );
}

function Sessions(props: PanelProps) {
  const [all, setAll] = useState(false);
  const newest = [...props.told.sessions].reverse();
  const shown = all ? newest : newest.slice(0, AT_FIRST);
  const { sessions } = texts;
  return (
    <section aria-label={sessions.heading}>
      <h2 className={styles.heading}>{sessions.heading}</h2>
      {newest.length === 0 && (
        <Text size="sm" c="dimmed">
          {sessions.none}
        </Text>
      )}
      <ul className={styles.list}>
        {shown.map((session) => (
          <SessionEntry key={session.first} session={session} {...props} />
        ))}
      </ul>
      {shown.length < newest.length && (
        <Button variant="subtle" size="xs" onClick={() => setAll(true)}>
          {sessions.more(newest.length - shown.length)}
        </Button>
      )}
    </section>
  );
}

interface SessionProps extends PanelProps {
  readonly session: WorkSession;
}

function SessionEntry({ session, told, looks, me, at, onAddress }: SessionProps) {
  const { first, last, began, people } = session;
  const when = exactly(began);
  const isHere = first <= at && at <= last;
  const writers = people.filter(({ person }) => told.people[person]?.kind !== "system");
  return (
    <li className={styles.entry} data-here={isHere || undefined}>
      <button
        type="button"
        className={styles.go}
        aria-current={isHere ? "true" : undefined}
        aria-label={texts.sessions.show(when)}
        onClick={() => onAddress({ at: last, since: null })}
      >
        <span className={styles.when}>{when}</span>
        <span className={styles.of}>{texts.sessions.entries(first, last)}</span>
      </button>
      <ul className={styles.people}>
        {writers.map(({ person: id, inserted, deleted }) => {
          const person = told.people[id];
          const name = nameIn(told.people, id, me);
          return (
            <li key={id} className={styles.person}>
              {person && (
                <PersonAvatar person={{ ...person, colour: looks.of(person).colour }} size={20} />
              )}
              <span className={styles.name}>{name}</span>
              <span aria-hidden className={styles.work}>
                {texts.sessions.work(inserted, deleted)}
              </span>
              <span className="byline-visually-hidden">
                {texts.sessions.workInWords(name, inserted, deleted)}
              </span>
            </li>
          );
        })}
      </ul>
      <Anchor
        component="button"
        type="button"
        size="xs"
        c="var(--byline-accent)"
        aria-label={texts.sessions.changesOf(when)}
        onClick={() => onAddress({ at: last, since: first - 1 })}
      >
        {texts.sessions.changes}
      </Anchor>
    </li>
  );
}
