import { Anchor, Loader, Text } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { errorText } from "../people/FormError";
import { When } from "../ui/When";
import { api } from "../wire/api";
import type { PassageLife as Life, LifeEvent, ReviewPassage } from "../wire/review";
import { type Naming, nameOf, numberOf } from "./names";
import styles from "./ReviewPanel.module.css";
import { reviewTexts as texts } from "./texts";

const lifeQuery = (documentId: string, { ids, hash }: ReviewPassage) =>
  queryOptions({
    queryKey: ["life", documentId, ids, hash],
    queryFn: ({ signal }) => api.passageLife(documentId, ids, signal),
  });

interface Props {
  readonly documentId: string;
  readonly passage: ReviewPassage;
  readonly naming: Naming;
}

/** What happened to a passage from its first character to now, and what was said of it. */
export function PassageLife({ documentId, passage, naming }: Props) {
  const found = useQuery(lifeQuery(documentId, passage));
  if (found.isPending) return <Loader size="xs" />;
  if (found.isError)
    return (
      <Text size="xs" c="var(--byline-danger)">
        {texts.lifeFailed} {errorText(found.error)}
      </Text>
    );
  const { people, suggestions } = found.data;
  const named = {
    ...naming,
    people: { ...naming.people, ...people },
    suggestions: { ...naming.suggestions, ...suggestions },
  };
  const moments = momentsOf(found.data, passage, named);
  const gap = Math.ceil(found.data.events.length / 2);
  return (
    <ol className={styles.life} aria-label={texts.lifeLabel}>
      {moments.map((moment, at) => (
        <li key={`${moment.seq}-${moment.headline}`}>
          {found.data.left_out > 0 && at === gap && (
            <p className={styles.lifeGap}>{texts.lifeLeftOut(found.data.left_out)}</p>
          )}
          <p className={styles.lifeHead}>
            <strong>{moment.headline}</strong> <When at={moment.at} />
          </p>
          {moment.text !== "" && <p className={styles.lifeText}>{moment.text}</p>}
          {moment.facts.map((fact) => (
            <p key={fact} className={styles.lifeFact}>
              {fact}
            </p>
          ))}
          <Anchor
            component={Link}
            href={`/d/${documentId}?at=${moment.seq}`}
            size="xs"
            aria-label={texts.lifeSeqLabel(moment.seq)}
          >
            {texts.lifeSeq}
          </Anchor>
        </li>
      ))}
    </ol>
  );
}

interface Moment {
  readonly seq: number;
  readonly at: number;
  readonly headline: string;
  readonly text: string;
  readonly facts: readonly string[];
}

function momentsOf(life: Life, passage: ReviewPassage, naming: Naming): Moment[] {
  const said: Moment[] = [
    ...passage.reviews.map(({ seq, at, person, note }) => ({
      seq,
      at,
      headline: texts.lifeReviewed(nameOf(naming, person)),
      text: note,
      facts: [],
    })),
    ...passage.contests.map(({ seq, at, person, reason }) => ({
      seq,
      at,
      headline: texts.lifeContested(nameOf(naming, person)),
      text: reason,
      facts: [],
    })),
  ];
  const happened = life.events.map((event) => momentOf(event, naming));
  return [...happened, ...said].sort((one, other) => one.seq - other.seq);
}

function momentOf(event: LifeEvent, naming: Naming): Moment {
  const source = event.suggestion === null ? null : (naming.suggestions[event.suggestion] ?? null);
  const number = numberOf(naming, event.suggestion);
  const did = texts.lifeBy(nameOf(naming, event.person), texts.lifeKinds[event.kind]);
  const isPlacing = event.kind === "placed";
  const facts: string[] = [];
  if (isPlacing && source !== null) {
    facts.push(texts.lifeAsked(nameOf(naming, source.asked_by), source.model));
    if (source.instruction) facts.push(texts.lifeInstruction(source.instruction));
  }
  return {
    seq: event.seq,
    at: event.until,
    headline: isPlacing && number !== null ? `${did} ${texts.lifeFrom(number)}` : did,
    text: event.text.trim(),
    facts,
  };
}
