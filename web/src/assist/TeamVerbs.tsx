import { ActionIcon, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  IconPin,
  IconPinFilled,
  IconShare2,
  IconThumbDown,
  IconThumbDownFilled,
  IconThumbUp,
  IconThumbUpFilled,
  IconUsers,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { texts } from "../app/texts";
import { announce } from "../ui/Announcer";
import { api } from "../wire/api";
import type { Mark } from "../wire/assistant";
import type { Suggestion } from "../wire/types";
import styles from "./AssistPanel.module.css";
import type { Card } from "./panel-state";

interface Props {
  readonly documentId: string;
  readonly card: Card;
  /** Id of the person at this page. */
  readonly self: string | null;
  readonly onMarked: (suggestion: Suggestion) => void;
}

/** What one says of a suggestion: good or not, kept in sight, shown to the team. */
export function TeamVerbs({ documentId, card, self, onMarked }: Props) {
  const { id, team } = card;
  if (id === null || card.state !== "ready") return null;
  const mark = (change: Mark): void => {
    api.markSuggestion(documentId, id, change).then(onMarked, failed);
  };
  const rate = (rating: -1 | 1): void => mark({ rating: team.rating === rating ? 0 : rating });
  const isShared = team.sharedBy !== null;
  const share = (): void => {
    const done = isShared
      ? api.unshareSuggestion(documentId, id)
      : api.shareSuggestion(documentId, id).then(onMarked);
    done.then(() => announce(isShared ? texts.assist.unshared : texts.assist.shared), failed);
  };
  const mayUnshare = team.sharedBy?.id === self;
  return (
    <span className={styles.teamVerbs}>
      <Verb
        label={texts.assist.like}
        on={team.rating === 1}
        onClick={() => rate(1)}
        icon={team.rating === 1 ? <IconThumbUpFilled size={15} /> : <IconThumbUp {...LINE} />}
      />
      <Verb
        label={texts.assist.dislike}
        on={team.rating === -1}
        onClick={() => rate(-1)}
        icon={team.rating === -1 ? <IconThumbDownFilled size={15} /> : <IconThumbDown {...LINE} />}
      />
      <Verb
        label={team.pinned ? texts.assist.unpin : texts.assist.pin}
        on={team.pinned}
        onClick={() => mark({ pinned: !team.pinned })}
        icon={team.pinned ? <IconPinFilled size={15} /> : <IconPin {...LINE} />}
      />
      {(!isShared || mayUnshare) && (
        <Verb
          label={isShared ? texts.assist.unshare : texts.assist.share}
          on={isShared}
          onClick={share}
          icon={isShared ? <IconUsers {...LINE} /> : <IconShare2 {...LINE} />}
        />
      )}
    </span>
  );
}

const LINE = { size: 15, stroke: 1.7 } as const;

interface VerbProps {
  readonly label: string;
  readonly on: boolean;
  readonly icon: ReactNode;
  readonly onClick: () => void;
}

function Verb({ label, on, icon, onClick }: VerbProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={26} aria-label={label} aria-pressed={on} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

function failed(): void {
  notifications.show({ color: "red", message: texts.assist.markFailed });
}
