import { ActionIcon, Text, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { errorText } from "../people/FormError";
import { PersonAvatar } from "../ui/PersonAvatar";
import { When } from "../ui/When";
import type { Comment } from "../wire/comments";
import type { Person } from "../wire/types";
import { CommentBox } from "./CommentBox";
import styles from "./Comments.module.css";
import { piecesOf, written } from "./mentions";
import { commentTexts as texts } from "./texts";

interface Props {
  readonly comment: Comment;
  readonly isOwn: boolean;
  readonly people: readonly Person[];
  readonly me: Person | null;
  readonly onEdit: (text: string) => Promise<unknown>;
  readonly onDelete: () => Promise<unknown>;
}

/** One comment: who, when, what; one's own can be edited and deleted. */
export function CommentItem({ comment, isOwn, people, me, ...on }: Props) {
  const [editing, setEditing] = useState(false);
  const name = comment.author?.name ?? texts.somebody;
  if (comment.deleted)
    return (
      <li className={styles.comment}>
        <Text size="sm" c="dimmed" fs="italic">
          {name}: {texts.deleted}
        </Text>
      </li>
    );
  const remove = (): void => {
    on.onDelete().catch((error: Error) =>
      notifications.show({ color: "red", message: errorText(error) }),
    );
  };
  const begun = {
    text: written(comment.text, comment.mentions, texts.somebody),
    mentions: comment.mentions,
  };
  return (
    <li className={styles.comment}>
      <div className={styles.commentTop}>
        {comment.author && <PersonAvatar person={comment.author} size={22} />}
        <span className={styles.author}>{name}</span>
        <span className={styles.when}>
          <When at={comment.at} />
          {comment.edited_at !== null && `, ${texts.edited}`}
        </span>
        {comment.unread && <span className={styles.fresh}>{texts.newComment}</span>}
        {isOwn && !editing && (
          <span className={styles.own}>
            <Own label={texts.editOf} onClick={() => setEditing(true)} Icon={IconPencil} />
            <Own label={texts.delete} onClick={remove} Icon={IconTrash} />
          </span>
        )}
      </div>
      {editing ? (
        <CommentBox
          label={texts.editOf}
          verb={texts.save}
          people={people}
          begun={begun}
          focusAtOnce
          onSend={async (text) => {
            await on.onEdit(text);
            setEditing(false);
          }}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <Said comment={comment} me={me} />
      )}
    </li>
  );
}

function Said({ comment, me }: { readonly comment: Comment; readonly me: Person | null }) {
  return (
    <p className={styles.said} dir="auto">
      {piecesOf(comment.text, comment.mentions, texts.somebody).map((piece, at) =>
        typeof piece === "string" ? (
          piece
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text stay where they are
          <span key={at} className={styles.mention} data-me={piece.id === me?.id || undefined}>
            @{piece.name}
          </span>
        ),
      )}
    </p>
  );
}

interface OwnProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly Icon: typeof IconPencil;
}

function Own({ label, onClick, Icon }: OwnProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={28} aria-label={label} onClick={onClick}>
        <Icon size={15} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}
