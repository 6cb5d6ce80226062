import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { texts } from "../app/texts";
import { When } from "../ui/When";
import type { DocumentAssistant } from "../wire/assistant";
import type { Suggestion } from "../wire/types";
import styles from "./AssistPanel.module.css";
import { FailedTogether } from "./FailedTogether";
import { type Asked, commonFailure, isRunning } from "./panel-state";
import type { Desk } from "./placing-desk";
import { isWording, recipeName } from "./recipe-names";
import { SentText } from "./SentText";
import { SuggestionCard } from "./SuggestionCard";

interface Props {
  readonly documentId: string;
  /** What was asked, and asked again, oldest first. */
  readonly rounds: readonly Asked[];
  readonly desk: Desk;
  /** Id of the person at this page. */
  readonly self: string | null;
  readonly assistant: DocumentAssistant | null;
  readonly onAgain: (asked: Asked) => void;
  readonly onStop: (asked: Asked, card?: string) => void;
  readonly onDismiss: (asked: Asked, card?: string) => void;
  /** A person changed the text in a card. */
  readonly onEdited: (asked: Asked, card: string, text: string) => void;
  readonly onMarked: (suggestion: Suggestion) => void;
}

/** One request, or several for the same: what was asked, and the cards of one of them. */
export function RequestGroup({ rounds, desk, self, assistant, ...on }: Props) {
  const [marked, setMarked] = useState(false);
  const [asked, pager] = useRound(rounds);
  const failure = commonFailure(asked.cards);
  const recipes = assistant?.recipes ?? [];
  const name = recipeName(recipes, asked.recipe);
  const heading = asked.recipe === "teammate" ? name : (asked.instruction ?? name);
  const mark = (on: boolean): void => {
    setMarked(on);
    desk.mark(on ? asked.key : false);
  };
  // A new request is brought into view, which on a phone it would not be.
  const group = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each further round is one
  useEffect(() => {
    if (!asked.earlier) group.current?.scrollIntoView?.({ block: "nearest", behavior: "smooth" });
  }, [asked.earlier, asked.key]);
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
            {whose(asked, self)}
            <When at={asked.at} />
          </span>
        </h3>
        {!isRunning(asked) && (
          <GroupVerbs
            asked={asked}
            pager={pager}
            onAgain={() => on.onAgain(asked)}
            onDismiss={() => {
              desk.forget(asked.key);
              on.onDismiss(asked);
            }}
          />
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
        <FailedTogether
          failure={failure}
          onAgain={() => on.onAgain(asked)}
          onDismiss={() => on.onDismiss(asked)}
        />
      )}
      <ul className={styles.cards} hidden={failure !== null}>
        {asked.cards.map((card) => (
          <li key={card.key}>
            <SuggestionCard
              documentId={on.documentId}
              card={card}
              passage={isWording(recipes, asked.recipe) ? asked.passage.text : null}
              about={asked.key}
              desk={desk}
              self={self}
              friction={assistant?.policy.friction ?? "none"}
              onAgain={() => on.onAgain(asked)}
              onStop={() => on.onStop(asked, card.key)}
              onDismiss={() => on.onDismiss(asked, card.key)}
              onEdited={(text) => on.onEdited(asked, card.key, text)}
              onMarked={on.onMarked}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Who asked, or who shared it, where that is somebody else. */
function whose({ askedBy, cards }: Asked, self: string | null): string {
  const sharedBy = cards.find(({ team }) => team.sharedBy !== null)?.team.sharedBy ?? null;
  if (askedBy === null || askedBy.id === self) return "";
  const name = sharedBy?.name ?? askedBy.name;
  return `${sharedBy === null ? texts.assist.askedBy(name) : texts.assist.sharedBy(name)}, `;
}

interface Pager {
  readonly at: number;
  readonly of: number;
  readonly onGo: (at: number) => void;
}

/** The round that is shown: the newest, until one goes back. */
function useRound(rounds: readonly Asked[]): readonly [Asked, Pager] {
  const [chosen, setChosen] = useState<string | null>(null);
  const newest = rounds[rounds.length - 1] as Asked;
  const [seen, setSeen] = useState(newest.key);
  if (newest.key !== seen) {
    setSeen(newest.key);
    setChosen(null);
  }
  const asked = rounds.find(({ key }) => key === chosen) ?? newest;
  const onGo = (at: number): void => setChosen(rounds[at]?.key ?? null);
  return [asked, { at: rounds.indexOf(asked), of: rounds.length, onGo }];
}

interface VerbsProps {
  readonly asked: Asked;
  readonly pager: Pager;
  readonly onAgain: () => void;
  readonly onDismiss: () => void;
}

function GroupVerbs({ asked, pager, onAgain, onDismiss }: VerbsProps) {
  const { at, of, onGo } = pager;
  const isPersons = asked.recipe === "teammate";
  const isReady = asked.cards.some((card) => card.state === "ready");
  return (
    <span className={styles.groupVerbs}>
      {of > 1 && (
        <>
          <ActionIcon
            size={26}
            aria-label={texts.assist.roundBefore}
            disabled={at === 0}
            onClick={() => onGo(at - 1)}
          >
            <IconChevronLeft size={15} stroke={1.8} />
          </ActionIcon>
          <span className={styles.round}>{texts.assist.round(at + 1, of)}</span>
          <ActionIcon
            size={26}
            aria-label={texts.assist.roundAfter}
            disabled={at === of - 1}
            onClick={() => onGo(at + 1)}
          >
            <IconChevronRight size={15} stroke={1.8} />
          </ActionIcon>
        </>
      )}
      {!isPersons && (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={onAgain}>
          {isReady ? texts.assist.noneOfThese : texts.assist.askAgain}
        </Button>
      )}
      <Tooltip label={texts.assist.dismissAll}>
        <ActionIcon size={26} aria-label={texts.assist.dismissAll} onClick={onDismiss}>
          <IconX size={15} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}
