import { type KeyboardEvent, useEffect, useRef } from "react";
import { announce } from "../ui/Announcer";
import type { DocumentReview, ReviewPassage } from "../wire/review";
import type { Naming } from "./names";
import { isOwnPlacing } from "./PassageDetails";
import { PassageEntry } from "./PassageEntry";
import styles from "./ReviewPanel.module.css";
import { reviewTexts as texts } from "./texts";

interface Props {
  readonly documentId: string;
  readonly review: DocumentReview;
  readonly passages: readonly ReviewPassage[];
  readonly naming: Naming;
  readonly here: string | null;
  readonly isCoordinator: boolean;
  readonly onChoose: (key: string) => void;
  readonly onPoint: (key: string | null) => void;
  /** Into the text. */
  readonly onEnter: (key: string) => void;
  readonly onMark: (passage: ReviewPassage) => void;
}

/** The passages in the order of the text; arrow keys go through them, Enter into the text, R marks. */
export function PassageList({ review, passages, here, naming, ...props }: Props) {
  const list = useRef<HTMLUListElement>(null);
  useInView(list, here);
  const stop = passages.some(({ key }) => key === here) ? here : passages[0]?.key;

  const goTo = (index: number): void => {
    const next = passages[Math.max(0, Math.min(index, passages.length - 1))];
    if (next === undefined) return;
    props.onChoose(next.key);
    openButton(list.current, next.key)?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const key = (event.target as HTMLElement).dataset.open;
    if (key === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = passages.findIndex((passage) => passage.key === key);
    const passage = passages[index];
    const acts: Record<string, () => void> = {
      ArrowDown: () => goTo(index + 1),
      ArrowUp: () => goTo(index - 1),
      Home: () => goTo(0),
      End: () => goTo(passages.length - 1),
      Enter: () => props.onEnter(key),
      r: () => {
        if (passage === undefined || event.repeat) return;
        if (review.second_person && isOwnPlacing(passage, naming)) announce(texts.ownPlacing);
        else props.onMark(passage);
      },
    };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  return (
    <ul ref={list} className={styles.list} aria-label={texts.list} onKeyDown={onKeyDown}>
      {passages.map((passage) => (
        <PassageEntry
          key={passage.key}
          documentId={props.documentId}
          passage={passage}
          naming={naming}
          isHere={passage.key === here}
          isStop={passage.key === stop}
          secondPerson={review.second_person}
          isCoordinator={props.isCoordinator}
          onChoose={props.onChoose}
          onPoint={props.onPoint}
        />
      ))}
    </ul>
  );
}

function openButton(list: HTMLElement | null, key: string): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-open="${CSS.escape(key)}"]`) ?? null;
}

/** Brings the chosen entry into the part of the list that is seen. */
function useInView(list: { readonly current: HTMLElement | null }, here: string | null): void {
  useEffect(() => {
    if (here !== null) openButton(list.current, here)?.scrollIntoView({ block: "nearest" });
  }, [list, here]);
}
