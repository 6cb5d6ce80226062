import { ActionIcon, Button, Group, Tooltip } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import type { ReactNode, RefObject } from "react";
import { texts } from "../app/texts";
import styles from "./AssistPanel.module.css";
import { type Card, isOpen } from "./panel-state";
import type { Placeable } from "./placing";
import type { Desk } from "./placing-desk";

interface Props {
  readonly card: Card;
  readonly name: string;
  /** What would be placed now. */
  readonly item: Placeable | null;
  /** Whether that is only a part that is selected in the card. */
  readonly part: boolean;
  readonly desk: Desk;
  readonly editing: boolean;
  /** Where the focus comes back to after editing. */
  readonly editButton: RefObject<HTMLButtonElement | null>;
  readonly onEdit: () => void;
  readonly onDone: () => void;
  readonly onReset: () => void;
  readonly onAgain: () => void;
  readonly onStop: () => void;
  readonly onDismiss: () => void;
  /** What can be said of it. */
  readonly children: ReactNode;
}

const QUIET = { size: "compact-sm", variant: "subtle", color: "gray" } as const;

/** What can be done with a card as it is now. */
export function CardVerbs(props: Props) {
  const { card, item, part, desk, editing } = props;
  const again = card.state === "stopped" || (card.failure?.retryable ?? false);
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
        <Button size="compact-sm" variant="light" onClick={props.onAgain}>
          {texts.common.tryAgain}
        </Button>
      )}
      {editing ? <WhileEditing {...props} /> : <Otherwise {...props} />}
    </Group>
  );
}

function WhileEditing({ card, onDone, onReset }: Props) {
  return (
    <>
      <Button {...QUIET} onClick={onDone}>
        {texts.assist.done}
      </Button>
      <Button {...QUIET} disabled={card.edited === null} onClick={onReset}>
        {texts.assist.reset}
      </Button>
    </>
  );
}

function Otherwise({ card, name, editButton, onEdit, onStop, onDismiss, children }: Props) {
  return (
    <>
      {card.state === "asking" || card.state === "writing" ? (
        <Button {...QUIET} onClick={onStop}>
          {isOpen(card) ? texts.assist.stop : texts.assist.teammate.takeBack}
        </Button>
      ) : (
        <Button {...QUIET} onClick={onDismiss}>
          {texts.assist.dismiss}
        </Button>
      )}
      {children}
      {card.state === "ready" && (
        <Tooltip label={texts.assist.edit}>
          <ActionIcon
            ref={editButton}
            className={styles.edit ?? ""}
            size={28}
            aria-label={texts.assist.editCard(name)}
            onClick={onEdit}
          >
            <IconPencil size={16} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  );
}
