import { Button, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { Looks } from "../authorship/looks";
import { installPaletteStyle } from "../authorship/palette-style";
import { announce } from "../ui/Announcer";
import type { DocumentHistory } from "../wire/history";
import type { HistoryAddress } from "./address";
import { ChangeList } from "./ChangeList";
import type { ListedChange } from "./changes";
import { HistoryHeader } from "./HistoryHeader";
import { HistoryPanel, HistoryPanelSkeleton } from "./HistoryPanel";
import styles from "./HistoryView.module.css";
import { exactly } from "./names";
import { PastPage } from "./PastPage";
import type { HistoryProps } from "./props";
import { historyQuery } from "./queries";
import type { Stretch } from "./restore-change";
import { TimelineBar } from "./TimelineBar";
import { historyTexts as texts } from "./texts";
import { usePlaying } from "./use-playing";
import { type ShownPast, useShown } from "./use-shown";

/** The history of a document in the place of its page. */
export function HistoryView(props: HistoryProps) {
  const { documentId, frame, skeleton } = props;
  const queries = useQueryClient();
  const told = useQuery(historyQuery(documentId));
  useEffect(() => installPaletteStyle(), []);
  // What was written since the history was last open is part of it.
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: historyQuery(documentId).queryKey, exact: true });
  }, [queries, documentId]);
  if (told.data !== undefined) return <Loaded {...props} told={told.data} />;
  return (
    <>
      <main className={styles.area} id="past" tabIndex={-1} aria-busy={!told.isError}>
        {told.isError ? (
          <Failed text={texts.failed} onTryAgain={() => void told.refetch()} />
        ) : (
          skeleton
        )}
      </main>
      {frame(<HistoryPanelSkeleton />)}
    </>
  );
}

interface LoadedProps extends HistoryProps {
  readonly told: DocumentHistory;
}

function Loaded(props: LoadedProps) {
  const { documentId, told, address, onAddress, me, frame } = props;
  const [authors, setAuthors] = useState(true);
  const [selected, setSelected] = useState<Stretch | null>(null);
  const [goTo, setGoTo] = useState<ListedChange | null>(null);
  const looks = useLooks(told);
  const { at, since } = within(address, told.seq);
  const shown = useShown({ documentId, at, since }, { looks, authors, me });
  const { moment, compared } = shown;

  const latest = useRef(onAddress);
  latest.current = onAddress;
  const goAt = useCallback((next: number) => latest.current({ at: next, since: null }), []);
  const playing = usePlaying(at, told.seq, since === null && shown.isCurrent, goAt);

  useEffect(() => document.getElementById("past")?.focus(), []);
  useEffect(() => {
    if (moment === undefined || playing.playing) return;
    announce(texts.bar.announce(moment.seq, told.seq, exactly(moment.at)));
  }, [moment, told.seq, playing.playing]);

  return (
    <>
      <div className={styles.area}>
        <HistoryHeader
          {...props}
          {...{ at, moment, compared }}
          selected={since === null ? selected : null}
        />
        <Page {...{ shown, goTo }} skeleton={props.skeleton} onSelect={setSelected} />
        <TimelineBar
          {...{ told, looks, at, since, authors }}
          {...playing}
          onAt={(next) => {
            playing.onPlaying(false);
            goAt(next);
          }}
          onRange={(from, to) => onAddress({ at: to, since: from })}
          onAuthors={setAuthors}
        />
      </div>
      {frame(
        compared === undefined ? (
          <HistoryPanel {...{ documentId, told, looks, me, at, onAddress }} />
        ) : (
          <ChangeList compared={compared} me={me} onGo={(change) => setGoTo({ ...change })} />
        ),
      )}
    </>
  );
}

/** The place that an address means in a history of so many entries. */
function within(address: HistoryAddress, last: number): { at: number; since: number | null } {
  const at = address.at === "last" ? last : Math.min(address.at, Math.max(last, 1));
  return { at, since: address.since === null ? null : Math.min(address.since, at - 1) };
}

interface PageProps {
  readonly shown: ShownPast;
  readonly goTo: ListedChange | null;
  readonly skeleton: ReactNode;
  readonly onSelect: (stretch: Stretch | null) => void;
}

function Page({ shown, goTo, skeleton, onSelect }: PageProps) {
  const { state, compared, isError, isCurrent } = shown;
  return (
    <main className={styles.page} id="past" tabIndex={-1} aria-busy={!isCurrent && !isError}>
      {isError && <Failed text={texts.momentFailed} onTryAgain={shown.refetch} />}
      {state === null && !isError && skeleton}
      {state !== null && !isError && (
        <PastPage
          state={state}
          label={compared === undefined ? texts.page : texts.comparisonPage}
          goTo={compared === undefined ? null : goTo}
          onSelect={onSelect}
        />
      )}
    </main>
  );
}

/** Colours of everybody who ever wrote here; given once, so that nobody's changes on the way. */
function useLooks(told: DocumentHistory): Looks {
  const looks = useRef(new Looks());
  looks.current.give(Object.values(told.people));
  return looks.current;
}

function Failed({ text, onTryAgain }: { readonly text: string; readonly onTryAgain: () => void }) {
  return (
    <div role="alert" className={styles.failed}>
      <Text>{text}</Text>
      <Button variant="default" size="xs" onClick={onTryAgain}>
        {texts.tryAgain}
      </Button>
    </div>
  );
}
