import { Loader, TextInput } from "@mantine/core";
import { type DragEvent, useRef, useState } from "react";
import { texts } from "../app/texts";
import { cutPieces } from "../model/claims";
import { announce } from "../ui/Announcer";
import type { Friction } from "../wire/assistant";
import type { Suggestion } from "../wire/types";
import styles from "./AssistPanel.module.css";
import { CardEditor } from "./CardEditor";
import { CardNotes } from "./CardNotes";
import { CardVerbs } from "./CardVerbs";
import { Difference } from "./Difference";
import { DragHandle, startDrag } from "./DragHandle";
import { piecesOfEdited } from "./edited";
import { type Card, isOpen, textOfCard } from "./panel-state";
import type { TextPart } from "./part";
import type { Placeable } from "./placing";
import type { Desk } from "./placing-desk";
import { useSelectedPart } from "./selected-part";
import { TeamVerbs } from "./TeamVerbs";

interface Props {
  readonly documentId: string;
  readonly card: Card;
  /** What the suggestion is another wording of; null where it is text of its own. */
  readonly passage: string | null;
  /** Name under which the passage is followed. */
  readonly about: string;
  readonly desk: Desk;
  /** Id of the person at this page. */
  readonly self: string | null;
  /** What the coordinator asks for at placing. */
  readonly friction: Friction;
  readonly onAgain: () => void;
  readonly onStop: () => void;
  readonly onDismiss: () => void;
  /** The person wrote this into the card; the suggestion's own text takes that back. */
  readonly onEdited: (text: string) => void;
  readonly onMarked: (suggestion: Suggestion) => void;
}

/** One suggestion: its state, its text against the passage, and what can be done with it. */
export function SuggestionCard(props: Props) {
  const { documentId, card, passage, about, desk, self, friction, onEdited, onMarked, ...on } =
    props;
  const [reason, setReason] = useState("");
  const body = useRef<HTMLDivElement>(null);
  const { editing, editButton, ...edit } = useEditing(card, onEdited);
  const text = textOfCard(card);
  const part = useSelectedPart(body, card.state === "ready" && !editing ? text : "");
  const name = texts.assist.card(card.number, card.label);
  const needsReason = friction === "reason" && reason.trim() === "";
  const item = needsReason ? null : placeable(card, about, part, reason.trim());

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
          {isOpen(card) && <Loader size={12} aria-hidden />}
          {stateText(card)}
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
        {editing && <CardEditor name={name} text={text} onText={onEdited} onDone={edit.onDone} />}
        {!editing && card.state === "ready" && (
          <Difference passage={passage ?? text} suggestion={text} />
        )}
        {card.state !== "ready" && <p>{text}</p>}
      </div>
      {card.state === "ready" && text === passage && (
        <p className={styles.failure}>{texts.assist.same}</p>
      )}
      {card.failure !== null && (
        <p className={styles.failure} role="alert">
          {card.failure.message}
        </p>
      )}
      {card.state === "ready" && (
        <AtPlacing friction={friction} reason={reason} onReason={setReason} />
      )}
      <CardVerbs
        {...{ card, name, item, part: part !== null, desk, editing, editButton }}
        {...edit}
        {...on}
      >
        <TeamVerbs {...{ documentId, card, self, onMarked }} />
      </CardVerbs>
      <CardNotes card={card} />
    </article>
  );
}

function stateText({ edited, state, team }: Card): string {
  if (state === "asking" && team.answeredBy !== null) return texts.assist.teammate.waiting;
  return edited === null ? texts.assist.states[state] : texts.assist.edited;
}

interface AtPlacingProps {
  readonly friction: Friction;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}

/** What the coordinator asks for before a suggestion is placed. */
function AtPlacing({ friction, reason, onReason }: AtPlacingProps) {
  switch (friction) {
    case "none":
      return null;
    case "second-person":
      return <p className={styles.friction}>{texts.assist.secondPerson}</p>;
    case "reason":
      return (
        <TextInput
          size="xs"
          mb={8}
          label={texts.assist.reason}
          description={texts.assist.reasonHint}
          maxLength={300}
          value={reason}
          onChange={(event) => onReason(event.currentTarget.value)}
        />
      );
  }
}

/** Whether the card's text is a field now; where the focus goes and what is said when that ends. */
function useEditing(card: Card, onEdited: (text: string) => void) {
  const [editing, setEditing] = useState(false);
  const editButton = useRef<HTMLButtonElement>(null);
  const end = (said: string | null): void => {
    setEditing(false);
    // The button is there again once this is drawn.
    requestAnimationFrame(() => editButton.current?.focus());
    if (said !== null) announce(said);
  };
  return {
    editing,
    editButton,
    onEdit: () => setEditing(true),
    onDone: () => end(card.edited === null ? null : texts.assist.editDone),
    onReset: () => {
      onEdited(card.text);
      end(texts.assist.resetDone);
    },
  };
}

function placeable(
  card: Card,
  about: string,
  part: TextPart | null,
  reason: string,
): Placeable | null {
  const { id, number, state } = card;
  const whole = textOfCard(card);
  if (state !== "ready" || id === null || whole === "") return null;
  const { text, at } = part ?? { text: whole, at: 0 };
  const pieces = cutPieces(piecesOfEdited({ id, text: card.text }, whole), at, at + text.length);
  return { suggestion: id, number, text, pieces, about, reason };
}
