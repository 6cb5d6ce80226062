import { Button, Loader, Text } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import type * as Y from "yjs";
import { texts as appTexts } from "../app/texts";
import { errorText, FormError } from "../people/FormError";
import { useReadable } from "../sync/use-sync";
import { api } from "../wire/api";
import type { DocumentReview, ReviewPassage } from "../wire/review";
import type { PersonId, Role } from "../wire/types";
import { FilterChips } from "./FilterChips";
import { EVERYTHING, type Filter, matches } from "./filter";
import type { Naming } from "./names";
import { seenOf, useMarking } from "./PassageDetails";
import { PassageList } from "./PassageList";
import styles from "./ReviewPanel.module.css";
import "./review.css";
import { ReviewOverview } from "./ReviewOverview";
import type { ReviewDesk, Selected } from "./review-desk";
import { SayDialog } from "./SayDialog";
import { SignOffs } from "./SignOffs";
import { reviewTexts as texts } from "./texts";
import { useActing, useReview } from "./use-review";

interface Props {
  readonly documentId: string;
  readonly doc: Y.Doc;
  readonly desk: ReviewDesk;
  readonly self: PersonId | null;
  readonly role: Role | null;
}

/** The review of the document: how far it is, which passages there are, and what was said of them. */
export function ReviewPanel({ documentId, doc, desk, self, role }: Props) {
  const found = useReview(documentId, doc);
  if (found.data !== undefined)
    return <Reviewing review={found.data} {...{ documentId, desk, self, role }} />;
  if (found.isPending)
    return (
      <Text size="sm" c="dimmed" role="status">
        <Loader size="xs" mr={8} aria-hidden />
        {texts.loading}
      </Text>
    );
  return (
    <div className={styles.panel}>
      <Text size="sm" c="var(--byline-danger)" role="alert">
        {texts.failed} {errorText(found.error)}
      </Text>
      <Button size="compact-sm" variant="default" onClick={() => void found.refetch()}>
        {appTexts.common.tryAgain}
      </Button>
    </div>
  );
}

interface ReviewingProps extends Omit<Props, "doc"> {
  readonly review: DocumentReview;
}

function Reviewing({ documentId, review, desk, self, role }: ReviewingProps) {
  const [filter, setFilter] = useState<Filter>(EVERYTHING);
  const shown = useMemo(
    () => review.passages.filter((passage) => matches(passage, filter)),
    [review, filter],
  );
  const { here, choose, point } = useHere(desk, shown);
  const naming: Naming = { people: review.people, suggestions: review.suggestions, self };
  const isCoordinator = role === "coordinator";
  const mark = useActing(
    documentId,
    (passage: ReviewPassage) => api.markReviewed(documentId, seenOf(passage), ""),
    (now) =>
      texts.marked(texts.progress(now?.progress.ai.reviewed ?? 0, now?.progress.ai.total ?? 0)),
  );
  return (
    <section className={styles.panel} aria-label={texts.heading}>
      <h2 className="byline-visually-hidden">{texts.heading}</h2>
      <ReviewOverview review={review} />
      {review.passages.length > 0 && (
        <FilterChips review={review} naming={naming} filter={filter} onFilter={setFilter} />
      )}
      <SelectionReview documentId={documentId} desk={desk} />
      <FormError error={mark.error} />
      {review.passages.length === 0 ? (
        <div>
          <Text size="sm">{texts.empty}</Text>
          <Text size="sm" c="dimmed">
            {texts.emptyHint}
          </Text>
        </div>
      ) : (
        <>
          {shown.length === 0 && <Text size="sm">{texts.noMatch}</Text>}
          <PassageList
            documentId={documentId}
            review={review}
            passages={shown}
            naming={naming}
            here={here}
            isCoordinator={isCoordinator}
            onChoose={choose}
            onPoint={point}
            onEnter={(key) => desk.goTo(key, true)}
            onMark={(passage) => mark.mutate(passage)}
          />
          <p className={styles.keys}>{texts.keys}</p>
        </>
      )}
      <SignOffs {...{ documentId, review, naming, isCoordinator }} />
    </section>
  );
}

/** Which passage is chosen: in the list, or by the caret in the text. List and text follow each other. */
function useHere(desk: ReviewDesk, shown: readonly ReviewPassage[]) {
  const [here, setHere] = useState<string | null>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  useEffect(
    () =>
      desk.atCaret.subscribe(() => {
        const key = desk.atCaret.getSnapshot();
        if (key !== null) setHere(key);
      }),
    [desk],
  );
  useEffect(() => desk.show(shown, pointed ?? here), [desk, shown, pointed, here]);
  useEffect(() => () => desk.clear(), [desk]);
  const choose = (key: string): void => {
    setHere(key);
    desk.goTo(key, false);
  };
  return { here, choose, point: setPointed };
}

/** Words that somebody selected in the text can be reviewed too, whoever wrote them. */
function SelectionReview({ documentId, desk }: Pick<Props, "documentId" | "desk">) {
  const hasSelection = useReadable(desk.hasSelection);
  const [selected, setSelected] = useState<Selected | null>(null);
  if (!hasSelection && selected === null) return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        style={{ alignSelf: "flex-start" }}
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => setSelected(desk.selected())}
      >
        {texts.markSelection}
      </Button>
      {selected !== null && (
        <SelectionDialog {...{ documentId, selected }} onClose={() => setSelected(null)} />
      )}
    </>
  );
}

interface SelectionDialogProps {
  readonly documentId: string;
  readonly selected: Selected;
  readonly onClose: () => void;
}

function SelectionDialog({ documentId, selected, onClose }: SelectionDialogProps) {
  const { text, ...seen } = selected;
  const mark = useMarking(documentId, seen);
  return (
    <SayDialog
      heading={texts.noteHeading}
      quote={text}
      label={texts.noteLabel}
      hint={texts.noteHint}
      isRequired={false}
      send={texts.mark}
      acting={mark}
      onClose={onClose}
    />
  );
}
