import { Button, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCheck, IconRotate } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { errorText } from "../people/FormError";
import { announce } from "../ui/Announcer";
import { api } from "../wire/api";
import type { Thread } from "../wire/comments";
import type { Person } from "../wire/types";
import { CommentBox } from "./CommentBox";
import { CommentItem } from "./CommentItem";
import styles from "./Comments.module.css";
import type { CommentsDesk } from "./desk";
import { unreadIn } from "./sorting";
import { commentTexts as texts } from "./texts";

interface Props {
  readonly documentId: string;
  readonly thread: Thread;
  readonly desk: CommentsDesk;
  readonly isActive: boolean;
  readonly isDetached: boolean;
  readonly me: Person | null;
  readonly people: readonly Person[];
  /** The threads are to be read again. */
  readonly onChanged: () => Promise<unknown>;
}

/** A thread: its words, what was said, and a box to reply once it is meant. */
export function ThreadCard({ documentId, thread, desk, isActive, isDetached, ...props }: Props) {
  const { me, people, onChanged } = props;
  const card = useRef<HTMLElement>(null);
  const quote = thread.quote || texts.quoteNothing;
  useEffect(() => {
    // What is clicked must not move away from under the pointer.
    const isInside = card.current?.contains(document.activeElement);
    if (isActive && !isInside) card.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);
  useReading(documentId, thread, isActive, onChanged);

  const done = async (call: Promise<unknown>, said: string): Promise<void> => {
    await call;
    announce(said);
    await onChanged();
  };
  const resolve = (): void => {
    const isOpen = thread.resolved_at === null;
    const call = api.resolveThread(documentId, thread.id, isOpen);
    done(call, isOpen ? texts.resolved : texts.reopened).catch((error: Error) =>
      notifications.show({ color: "red", message: errorText(error) }),
    );
  };
  return (
    <article
      ref={card}
      className={styles.thread}
      aria-label={texts.thread(quote)}
      data-thread-card={thread.id}
      data-active={isActive || undefined}
      onFocus={() => desk.activate(thread.id)}
    >
      <div className={styles.threadTop}>
        <button
          type="button"
          className={styles.quote}
          aria-label={isDetached ? texts.thread(quote) : texts.goTo(quote)}
          aria-expanded={isActive}
          onClick={() => desk.show(thread.id)}
        >
          {quote}
        </button>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          className={styles.resolve ?? ""}
          leftSection={
            thread.resolved_at === null ? <IconCheck size={15} /> : <IconRotate size={15} />
          }
          onClick={resolve}
        >
          {thread.resolved_at === null ? texts.resolve : texts.reopen}
        </Button>
      </div>
      <ol className={styles.comments}>
        {thread.comments.map((comment) => (
          <CommentItem
            key={comment.id}
            comment={comment}
            isOwn={comment.author !== null && comment.author.id === me?.id}
            people={people}
            me={me}
            onEdit={(text) =>
              done(api.editComment(documentId, thread.id, comment.id, text), texts.sent)
            }
            onDelete={() => done(api.deleteComment(documentId, thread.id, comment.id), texts.gone)}
          />
        ))}
      </ol>
      {thread.resolved_by !== null && (
        <Text size="xs" c="dimmed">
          {texts.resolvedBy(thread.resolved_by.name)}
        </Text>
      )}
      {isActive && (
        <CommentBox
          label={texts.reply}
          verb={texts.reply}
          people={people}
          begun={{ text: desk.written.get(thread.id) ?? "", mentions: [] }}
          onWritten={(text) => desk.written.set(thread.id, text)}
          onSend={(text) => done(api.reply(documentId, thread.id, text), texts.sent)}
          onCancel={null}
        />
      )}
    </article>
  );
}

/** What is new in a thread is read when somebody turns to it. */
function useReading(
  documentId: string,
  thread: Thread,
  isActive: boolean,
  onRead: () => Promise<unknown>,
): void {
  const unread = unreadIn([thread]).join(" ");
  const latest = useRef(onRead);
  latest.current = onRead;
  useEffect(() => {
    if (!isActive || unread === "" || document.hidden) return;
    api.readComments(documentId, unread.split(" ")).then(
      () => latest.current(),
      () => undefined, // they stay unread
    );
  }, [documentId, isActive, unread]);
}
