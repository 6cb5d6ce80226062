import { Button, Chip, Group, Loader, Text } from "@mantine/core";
import { IconMessagePlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { membersQuery } from "../app/queries";
import { useReadable } from "../sync/use-sync";
import { announce } from "../ui/Announcer";
import { api } from "../wire/api";
import type { Thread } from "../wire/comments";
import type { Person } from "../wire/types";
import { CommentBox } from "./CommentBox";
import styles from "./Comments.module.css";
import { DRAFT } from "./desk";
import { NoticeSwitch } from "./NoticeSwitch";
import { threadsQuery } from "./queries";
import { FILTERS, type Filter, filtered, sorted, unreadIn } from "./sorting";
import { ThreadCard } from "./ThreadCard";
import { commentTexts as texts } from "./texts";
import type { Comments } from "./use-comments";

interface Props {
  readonly documentId: string;
  readonly comments: Comments;
  readonly me: Person | null;
  /** Who is here beside the person. */
  readonly others: readonly Person[];
}

/** All threads of the document, in the order of its text. */
export function CommentsTab({ documentId, comments, me, others }: Props) {
  const { desk, threads } = comments;
  const draft = useReadable(desk.draft);
  const hasSelection = useReadable(desk.hasSelection);
  const [filter, setFilter] = useState<Filter>("open");
  const people = usePeople(documentId, others, me);
  const queries = useQueryClient();
  const onChanged = () =>
    queries.invalidateQueries({ queryKey: threadsQuery(documentId).queryKey });
  useUnhidden(comments, filter, setFilter);

  const send = async (text: string): Promise<void> => {
    if (draft === null) return;
    const thread = await api.beginThread(documentId, draft.ids, text);
    announce(texts.sent);
    desk.endDraft();
    setFilter("open");
    await onChanged();
    desk.activate(thread.id);
  };
  return (
    <section className={styles.panel} aria-label={texts.heading}>
      <h2 className="byline-visually-hidden">{texts.heading}</h2>
      {draft === null ? (
        <Button
          variant="default"
          size="sm"
          leftSection={<IconMessagePlus size={16} stroke={1.7} />}
          disabled={!hasSelection}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => desk.begin()}
        >
          {texts.begin}
        </Button>
      ) : (
        <div className={styles.thread} data-active data-draft>
          <p className={styles.quote}>{draft.quote || texts.quoteNothing}</p>
          <CommentBox
            key={draft.ids.join()}
            label={texts.write}
            verb={texts.send}
            people={people}
            begun={{ text: desk.written.get(DRAFT) ?? "", mentions: [] }}
            focusAtOnce
            onWritten={(text) => desk.written.set(DRAFT, text)}
            onSend={send}
            onCancel={() => {
              desk.endDraft();
              desk.focusPage();
            }}
          />
        </div>
      )}
      <Chip.Group value={filter} onChange={(value) => setFilter(value as Filter)}>
        <Group gap={6} role="group" aria-label={texts.filterGroup}>
          {FILTERS.map((one) => (
            <Chip key={one} value={one} size="xs" variant="outline">
              {texts.filters[one]}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Unread documentId={documentId} threads={threads ?? []} onRead={onChanged} />
      {threads === null ? (
        <Waiting comments={comments} />
      ) : (
        <Threads {...{ documentId, comments, me, people, filter, threads, onChanged }} />
      )}
      <NoticeSwitch />
    </section>
  );
}

function Waiting({ comments }: { readonly comments: Comments }) {
  if (!comments.failed)
    return (
      <Group gap="xs">
        <Loader size="xs" aria-hidden />
        <Text size="sm" c="dimmed">
          {texts.loading}
        </Text>
      </Group>
    );
  return (
    <div role="alert">
      <Text size="sm">{texts.failed}</Text>
      <Button variant="default" size="xs" mt="xs" onClick={comments.retry}>
        {texts.tryAgain}
      </Button>
    </div>
  );
}

interface UnreadProps {
  readonly documentId: string;
  readonly threads: readonly Thread[];
  readonly onRead: () => Promise<unknown>;
}

function Unread({ documentId, threads, onRead }: UnreadProps) {
  const unread = unreadIn(threads);
  if (unread.length === 0) return null;
  const read = (): void => {
    api.readComments(documentId, unread).then(onRead, () => undefined);
  };
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm">{texts.unread(unread.length)}</Text>
      <Button variant="subtle" size="compact-xs" onClick={read}>
        {texts.readAll}
      </Button>
    </Group>
  );
}

interface ThreadsProps extends Omit<Props, "others"> {
  readonly people: readonly Person[];
  readonly filter: Filter;
  readonly threads: readonly Thread[];
  readonly onChanged: () => Promise<unknown>;
}

function Threads({ documentId, comments, me, people, filter, threads, onChanged }: ThreadsProps) {
  const { desk } = comments;
  const places = useReadable(desk.places);
  const active = useReadable(desk.active);
  const shown = filtered(threads, filter, me);
  const { attached, detached } = sorted(shown, places);
  if (shown.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {threads.length === 0 ? texts.empty : EMPTY[filter]}
      </Text>
    );
  const card = (thread: Thread, isDetached: boolean) => (
    <ThreadCard
      key={thread.id}
      {...{ documentId, thread, desk, isDetached, me, people, onChanged }}
      isActive={thread.id === active}
    />
  );
  return (
    <>
      {attached.map((thread) => card(thread, false))}
      {detached.length > 0 && (
        <section className={styles.detached} aria-labelledby="detached-comments">
          <h3 id="detached-comments" className={styles.divider}>
            {texts.detached}
          </h3>
          {detached.map((thread) => card(thread, true))}
        </section>
      )}
    </>
  );
}

const EMPTY: Readonly<Record<Filter, string>> = {
  open: texts.noneOpen,
  resolved: texts.noneResolved,
  mentions: texts.noneMentions,
};

/** A thread that is turned to is shown, whatever the filter. */
function useUnhidden({ desk, threads }: Comments, filter: Filter, set: (to: Filter) => void): void {
  const active = useReadable(desk.active);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another thread is turned to
  useEffect(() => {
    const thread = threads?.find(({ id }) => id === active);
    if (thread === undefined || filter === "mentions") return;
    set(thread.resolved_at === null ? "open" : "resolved");
  }, [active]);
}

/** Everybody who can be mentioned, once: who is here and who is a member, but for readers. */
function usePeople(documentId: string, others: readonly Person[], me: Person | null): Person[] {
  const members = useQuery(membersQuery(documentId)).data?.members ?? [];
  const readers = new Set(
    members.filter(({ role }) => role === "reader").map(({ person }) => person.id),
  );
  const known = new Map(
    [...members.map(({ person }) => person), ...others].map((person) => [person.id, person]),
  );
  return [...known.values()].filter(
    ({ id, kind }) => id !== me?.id && !readers.has(id) && (kind === "account" || kind === "guest"),
  );
}
