import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { texts } from "../app/texts";
import { When } from "../ui/When";
import { isWording } from "../wire/recipes";
import styles from "./AssistPanel.module.css";
import { FailedTogether } from "./FailedTogether";
import { type Asked, commonFailure, isRunning } from "./panel-state";
import type { Desk } from "./placing-desk";
import { SentText } from "./SentText";
import { SuggestionCard } from "./SuggestionCard";

interface Props {
  readonly asked: Asked;
  readonly desk: Desk;
  /** Whether the person at this page asked. */
  readonly own: boolean;
  readonly onAgain: () => void;
  readonly onStop: (card?: string) => void;
  readonly onDismiss: (card?: string) => void;
  /** A person changed the text in a card. */
  readonly onEdited: (card: string, text: string) => void;
}

/** One request: what was asked, and its cards. */
export function RequestGroup({ asked, desk, own, onAgain, onStop, onDismiss, ...on }: Props) {
  const [marked, setMarked] = useState(false);
  const failure = commonFailure(asked.cards);
  const heading = asked.instruction ?? texts.assist.recipes[asked.recipe];
  const mark = (on: boolean): void => {
    setMarked(on);
    desk.mark(on ? asked.key : false);
  };
  // A new request is brought into view, which on a phone it would not be.
  const group = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!asked.earlier) group.current?.scrollIntoView?.({ block: "nearest", behavior: "smooth" });
  }, [asked.earlier]);
  return (
    <section
      ref={group}
      className={styles.group}
      aria-label={heading}
      data-marked={marked || undefined}
      onPointerEnter={() => mark(true)}
      onPointerLeave={() => mark(false)}
    >
      <header className={styles.groupTop}>
        <h3 className={styles.groupName}>
          {heading}
          <span className={styles.groupWhen}>
            {!own && `${texts.assist.askedBy(asked.askedBy)}, `}
            <When at={asked.at} />
          </span>
        </h3>
        {!isRunning(asked) && (
          <span className={styles.groupVerbs}>
            <Button size="compact-xs" variant="subtle" color="gray" onClick={onAgain}>
              {asked.cards.some((card) => card.state === "ready")
                ? texts.assist.noneOfThese
                : texts.assist.askAgain}
            </Button>
            <Tooltip label={texts.assist.dismissAll}>
              <ActionIcon
                size={26}
                aria-label={texts.assist.dismissAll}
                onClick={() => {
                  desk.forget(asked.key);
                  onDismiss();
                }}
              >
                <IconX size={15} stroke={1.8} />
              </ActionIcon>
            </Tooltip>
          </span>
        )}
      </header>
      <SentText
        heading={texts.assist.whatWasSent}
        passage={asked.passage}
        instruction={asked.instruction}
        turnedDown={asked.turnedDown}
        model={asked.cards[0]?.model ?? ""}
      />
      {failure !== null && (
        <FailedTogether failure={failure} onAgain={onAgain} onDismiss={() => onDismiss()} />
      )}
      <ul className={styles.cards} hidden={failure !== null}>
        {asked.cards.map((card) => (
          <li key={card.key}>
            <SuggestionCard
              card={card}
              passage={isWording(asked.recipe) ? asked.passage.text : null}
              about={asked.key}
              desk={desk}
              onAgain={onAgain}
              onStop={() => onStop(card.key)}
              onDismiss={() => onDismiss(card.key)}
              onEdited={(text) => on.onEdited(card.key, text)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
