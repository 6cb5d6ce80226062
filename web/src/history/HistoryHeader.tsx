import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArrowBackUp, IconArrowsDiff, IconFlag, IconX } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../wire/api";
import type { Comparison, DocumentHistory, PastMoment } from "../wire/history";
import styles from "./HistoryView.module.css";
import { between, exactly, nameIn } from "./names";
import type { HistoryProps } from "./props";
import { restore } from "./restore";
import type { Stretch } from "./restore-change";
import { historyTexts as texts } from "./texts";
import { NameForm } from "./VersionList";

interface Props extends HistoryProps {
  readonly told: DocumentHistory;
  readonly at: number;
  readonly moment: PastMoment | undefined;
  readonly compared: Comparison | undefined;
  readonly selected: Stretch | null;
}

/** What is shown, and what can be done with it. */
export function HistoryHeader(props: Props) {
  const { told, at, compared, onAddress } = props;
  const [naming, setNaming] = useState(false);
  return (
    <header className={styles.header}>
      <Tooltip label={texts.back}>
        <ActionIcon size={36} aria-label={texts.back} onClick={() => onAddress(null)}>
          <IconX size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <About {...props} />
      {compared === undefined && naming && (
        <div className={styles.naming}>
          <NameForm
            documentId={props.documentId}
            save={(name) => api.nameVersion(props.documentId, at, name)}
            onDone={() => setNaming(false)}
          />
        </div>
      )}
      {compared === undefined && !naming && (
        <>
          <CompareMenu {...props} />
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            leftSection={<IconFlag size={15} stroke={1.7} />}
            onClick={() => setNaming(true)}
          >
            <span className={styles.label}>{texts.moment.name}</span>
          </Button>
          {(at < told.seq || props.selected !== null) && <RestoreButton {...props} />}
        </>
      )}
      {compared !== undefined && (
        <Button variant="default" size="xs" onClick={() => onAddress({ at, since: null })}>
          {texts.comparison.stop}
        </Button>
      )}
    </header>
  );
}

function About({ told, at, moment, compared, me }: Props) {
  if (compared !== undefined) {
    const { before_at: began, at: ended } = compared;
    const when = began === null ? texts.comparison.until(exactly(ended)) : between(began, ended);
    return (
      <div className={styles.about}>
        <h2 className={styles.when}>{texts.comparison.entries(compared.before, compared.seq)}</h2>
        <div className={styles.who}>{when}</div>
      </div>
    );
  }
  if (moment === undefined) return <div className={styles.about} />;
  const version = told.versions.findLast(({ seq }) => seq === moment.seq);
  const isNow = at === told.seq;
  return (
    <div className={styles.about}>
      <h2 className={styles.when}>
        {version?.name ?? (isNow ? texts.moment.now : texts.moment.shown(exactly(moment.at)))}
      </h2>
      <div className={styles.who}>
        {(version !== undefined || isNow) && `${exactly(moment.at)} · `}
        {texts.moment.by(nameIn(moment.people, moment.person, me))}
      </div>
    </div>
  );
}

function CompareMenu({ told, at, onAddress }: Props) {
  const { moment } = texts;
  const session = told.sessions.findLast(({ first }) => first <= at);
  const compare = (other: number) => () =>
    onAddress({ at: Math.max(at, other), since: Math.min(at, other) });
  return (
    <Menu width={240}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          leftSection={<IconArrowsDiff size={15} stroke={1.7} />}
        >
          <span className={styles.label}>{moment.compare}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {at < told.seq && <Menu.Item onClick={compare(told.seq)}>{moment.compareNow}</Menu.Item>}
        {session !== undefined && (
          <Menu.Item onClick={compare(session.first - 1)}>{moment.compareSession}</Menu.Item>
        )}
        <Menu.Item onClick={compare(0)}>{moment.compareFirst}</Menu.Item>
        {told.versions
          .filter(({ seq }) => seq !== at)
          .map(({ id, seq, name }) => (
            <Menu.Item key={id} onClick={compare(seq)}>
              {moment.compareWith(name)}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function RestoreButton({ place, at, selected, onAddress }: Props) {
  const { moment } = texts;
  const restoring = useMutation({
    mutationFn: async () => place !== null && (await restore(place, at, selected)),
    onSuccess: (changed) => {
      const done = selected === null ? moment.restored : moment.passageRestored;
      notifications.show({ message: changed ? done : moment.nothing });
      if (!changed) return;
      onAddress(null);
      requestAnimationFrame(() => place?.view.focus());
    },
    onError: () => notifications.show({ color: "red", message: moment.restoreFailed }),
  });
  if (place === null) return null;
  return (
    <Button
      size="xs"
      loading={restoring.isPending}
      leftSection={<IconArrowBackUp size={15} stroke={1.8} />}
      onClick={() => restoring.mutate()}
    >
      {selected === null ? moment.restore : moment.restorePassage}
    </Button>
  );
}
