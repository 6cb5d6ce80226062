import { Text } from "@mantine/core";
import { useMemo } from "react";
import type { Comparison } from "../wire/history";
import type { PersonId } from "../wire/types";
import { type ListedChange, listChanges, sumOf } from "./changes";
import styles from "./HistoryPanel.module.css";
import { nameIn, type People } from "./names";
import { historyTexts as texts } from "./texts";

const { comparison } = texts;

/** So many changes are listed; the page marks all of them. */
const MOST = 200;

interface Props {
  readonly compared: Comparison;
  readonly me: PersonId | null;
  readonly onGo: (change: ListedChange) => void;
}

/** What is different, in words: each goes to its place in the page. */
export function ChangeList({ compared, me, onGo }: Props) {
  const changes = useMemo(() => listChanges(compared.content), [compared]);
  const { inserted, deleted } = sumOf(changes);
  return (
    <section aria-label={comparison.heading}>
      <h2 className={styles.heading}>{comparison.heading}</h2>
      <Text size="sm" mb={12}>
        {changes.length === 0 ? comparison.none : comparison.sum(inserted, deleted)}
      </Text>
      <ul className={styles.list}>
        {changes.slice(0, MOST).map((change) => (
          <li key={`${change.kind} ${change.index}`} className={styles.entry}>
            <button type="button" className={styles.change} onClick={() => onGo(change)}>
              {said(change.kind, compared.people, change.by, me)}
              <span className={styles.quote}>{quoteOf(change)}</span>
            </button>
          </li>
        ))}
      </ul>
      {changes.length > MOST && (
        <Text size="xs" c="dimmed">
          {comparison.more(changes.length - MOST)}
        </Text>
      )}
    </section>
  );
}

/** "Ada inserted". */
export function said(
  kind: ListedChange["kind"],
  people: People,
  by: PersonId | null,
  me: PersonId | null,
): string {
  const what = comparison.kinds[kind];
  if (by === null) return comparison.unknown(what);
  return comparison.done(nameIn(people, by, me), what);
}

function quoteOf({ text }: ListedChange): string {
  if (text.trim() === "") return text.includes("\n") ? comparison.lineEnd : `“${text}”`;
  if (text === "\ufffc") return comparison.embed;
  return `“${text.trim()}”`;
}
