import { Button, Group, Loader } from "@mantine/core";
import { type DragEvent, useRef } from "react";
import { texts } from "../app/texts";
import styles from "./AssistPanel.module.css";
import { CardNotes } from "./CardNotes";
import { Difference } from "./Difference";
import { DragHandle, startDrag } from "./DragHandle";
import type { Card } from "./panel-state";
import type { Placeable } from "./placing";
import type { Desk } from "./placing-desk";
import { useSelectedPart } from "./selected-part";

interface Props {
  readonly card: Card;
  readonly passage: string;
  /** Name under which the passage is followed. */
  readonly about: string;
  readonly desk: Desk;
  readonly onAgain: () => void;
  readonly onStop: () => void;
  readonly onDismiss: () => void;
}

/** One suggestion: its state, its text against the passage, and what can be done with it. */
export function SuggestionCard({ card, passage, about, desk, onAgain, onStop, onDismiss }: Props) {
  const body = useRef<HTMLDivElement>(null);
  const part = useSelectedPart(body, card.state === "ready" ? card.text : "");
  const name = texts.assist.card(card.number, card.label);
  const item = placeable(card, about, part);

  const onDragText = (event: DragEvent): void => {
    // Dragging selected words out of a card is a way to place them, and never carries loose text.
    if (item === null || part === null) event.preventDefault();
    else startDrag(event, item, desk);
  };

  return (
    <article className={styles.card} data-state={card.state} aria-label={name}>
      <header className={styles.cardTop}>
        {item !== null && <DragHandle name={name} item={item} desk={desk} />}
        <h4 className={styles.cardName}>
          {card.number !== null && (
            <span className={styles.number}>{texts.assist.number(card.number)}</span>
          )}
          {card.label}
        </h4>
        <span className={styles.state} data-state={card.state}>
          {(card.state === "asking" || card.state === "writing") && (
            <Loader size={12} aria-hidden />
          )}
          {texts.assist.states[card.state]}
        </span>
      </header>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only selected words are dragged here; Place… does the same by keyboard */}
      <div
        ref={body}
        className={styles.text}
        dir="auto"
        onDragStart={onDragText}
        onDragEnd={() => desk.cancel()}
      >
        {card.state === "ready" ? (
          <Difference passage={passage} suggestion={card.text} />
        ) : (
          <p>{card.text}</p>
        )}
      </div>
      {card.state === "ready" && card.text === passage && (
        <p className={styles.failure}>{texts.assist.same}</p>
      )}
      {card.failure !== null && (
        <p className={styles.failure} role="alert">
          {card.failure.message}
        </p>
      )}
      <Verbs {...{ card, item, part: part !== null, desk, onAgain, onStop, onDismiss }} />
      <CardNotes card={card} />
    </article>
  );
}

function placeable(
  card: Card,
  about: string,
  part: { readonly text: string; readonly at: number } | null,
): Placeable | null {
  if (card.state !== "ready" || card.id === null || card.text === "") return null;
  const { text, at } = part ?? { text: card.text, at: 0 };
  return { suggestion: card.id, number: card.number, text, at, about };
}

interface VerbsProps extends Pick<Props, "card" | "desk" | "onAgain" | "onStop" | "onDismiss"> {
  readonly item: Placeable | null;
  readonly part: boolean;
}

function Verbs({ card, item, part, desk, onAgain, onStop, onDismiss }: VerbsProps) {
  const open = card.state === "asking" || card.state === "writing";
  const again = card.state === "stopped" || (card.failure?.retryable ?? false);
  const quiet = { size: "compact-sm", variant: "subtle", color: "gray" } as const;
  return (
    <Group gap={4} className={styles.verbs ?? ""}>
      {item !== null && (
        <Button
          size="compact-sm"
          variant="light"
          data-place
          // Pressing must not take the selection out of the card before it is read.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => desk.begin(item)}
        >
          {part ? texts.assist.placePart : texts.assist.place}
        </Button>
      )}
      {again && (
        <Button size="compact-sm" variant="light" onClick={onAgain}>
          {texts.common.tryAgain}
        </Button>
      )}
      {open ? (
        <Button {...quiet} onClick={onStop}>
          {texts.assist.stop}
        </Button>
      ) : (
        <Button {...quiet} onClick={onDismiss}>
          {texts.assist.dismiss}
        </Button>
      )}
    </Group>
  );
}
