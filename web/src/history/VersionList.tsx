import { ActionIcon, Button, Group, Menu, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDots, IconFlag } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../wire/api";
import type { NamedVersion } from "../wire/history";
import styles from "./HistoryPanel.module.css";
import { exactly, nameIn } from "./names";
import type { PanelProps } from "./props";
import { historyQuery } from "./queries";
import { historyTexts as texts } from "./texts";

const { versions } = texts;

/** Moments with names. */
export function VersionList(props: PanelProps) {
  const newest = [...props.told.versions].reverse();
  return (
    <section aria-label={versions.heading} className={styles.section}>
      <h2 className={styles.heading}>{versions.heading}</h2>
      {newest.length === 0 && (
        <Text size="sm" c="dimmed">
          {versions.none}
        </Text>
      )}
      <ul className={styles.list}>
        {newest.map((version) => (
          <VersionEntry key={version.id} version={version} {...props} />
        ))}
      </ul>
    </section>
  );
}

interface EntryProps extends PanelProps {
  readonly version: NamedVersion;
}

function VersionEntry({ version, documentId, told, me, at, onAddress }: EntryProps) {
  const [renaming, setRenaming] = useState(false);
  const forget = useNaming(documentId, () => api.forgetVersion(documentId, version.id));
  const isHere = version.seq === at;
  if (renaming)
    return (
      <li className={styles.entry}>
        <NameForm
          documentId={documentId}
          name={version.name}
          save={(name) => api.renameVersion(documentId, version.id, name)}
          onDone={() => setRenaming(false)}
        />
      </li>
    );
  return (
    <li className={styles.entry} data-here={isHere || undefined}>
      <Group wrap="nowrap" gap={4} justify="space-between">
        <button
          type="button"
          className={styles.go}
          aria-current={isHere ? "true" : undefined}
          onClick={() => onAddress({ at: version.seq, since: null })}
        >
          <span className={styles.when}>
            <IconFlag size={14} stroke={1.8} aria-hidden /> {version.name}
          </span>
          <span className={styles.of}>
            {exactly(version.at)}, {versions.by(nameIn(told.people, version.person, me))}
          </span>
        </button>
        <Menu width={180} position="bottom-end">
          <Menu.Target>
            <ActionIcon size={32} aria-label={versions.actions(version.name)}>
              <IconDots size={17} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setRenaming(true)}>{versions.rename}</Menu.Item>
            <Menu.Item onClick={() => forget.mutate("")}>{versions.forget}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
    </li>
  );
}

interface NameProps {
  readonly documentId: string;
  readonly name?: string;
  readonly save: (name: string) => Promise<unknown>;
  readonly onDone: () => void;
}

/** Asks for a version's name; Escape leaves it as it was. */
export function NameForm({ documentId, name = "", save, onDone }: NameProps) {
  const [value, setValue] = useState(name);
  const naming = useNaming(documentId, save, onDone);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (value.trim() !== "") naming.mutate(value);
      }}
    >
      <TextInput
        data-autofocus
        autoFocus
        size="xs"
        maxLength={120}
        aria-label={versions.name}
        placeholder={versions.name}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          event.stopPropagation();
          onDone();
        }}
      />
      <Button type="submit" size="xs" loading={naming.isPending} disabled={value.trim() === ""}>
        {versions.save}
      </Button>
    </form>
  );
}

function useNaming(
  documentId: string,
  save: (name: string) => Promise<unknown>,
  onDone: () => void = () => undefined,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: save,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: historyQuery(documentId).queryKey, exact: true });
      onDone();
    },
    onError: () => notifications.show({ color: "red", message: versions.failed }),
  });
}
