import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { FormError } from "../people/FormError";
import { When } from "../ui/When";
import { api } from "../wire/api";
import type { PassageReviewed, PlacingContested, ReviewPassage, SeenPassage } from "../wire/review";
import { type Naming, nameOf } from "./names";
import { PassageLife } from "./PassageLife";
import styles from "./ReviewPanel.module.css";
import { SayDialog } from "./SayDialog";
import { reviewTexts as texts } from "./texts";
import { useActing } from "./use-review";

export interface DetailsProps {
  readonly documentId: string;
  readonly passage: ReviewPassage;
  readonly naming: Naming;
  readonly secondPerson: boolean;
  readonly isCoordinator: boolean;
}

/** What was said of the chosen passage, and what can be done with it. */
export function PassageDetails({ documentId, passage, naming, ...props }: DetailsProps) {
  const seen = seenOf(passage);
  const mark = useMarking(documentId, seen);
  const contest = useActing(
    documentId,
    (reason: string) => api.contest(documentId, seen, reason),
    () => texts.said.contested,
  );
  const [dialog, setDialog] = useState<"note" | "contest" | null>(null);
  const [hasLife, setHasLife] = useState(false);
  const isMine = passage.reviews.some(
    ({ person, holds, counts }) => person === naming.self && holds && counts,
  );
  const isOwn = props.secondPerson && isOwnPlacing(passage, naming);
  return (
    <div className={styles.details}>
      {passage.changed && passage.placed !== null && (
        <Was name={texts.wasPlaced} text={passage.placed} />
      )}
      {passage.reviews.map((review) => (
        <Reviewed key={review.id} review={review} {...{ documentId, naming }} />
      ))}
      {passage.contests.map((one) => (
        <Contested
          key={one.id}
          contest={one}
          maySettle={props.isCoordinator}
          {...{ documentId, naming }}
        />
      ))}
      {isOwn && (
        <Text size="xs" c="dimmed">
          {texts.ownPlacing}
        </Text>
      )}
      <FormError error={dialog === null ? mark.error : null} />
      <Group gap={6} className={styles.verbs ?? ""}>
        {!isOwn && !isMine && (
          <>
            <Button
              size="compact-sm"
              variant={passage.state === "reviewed" ? "default" : "filled"}
              loading={mark.isPending && dialog === null}
              onClick={() => mark.mutate("")}
            >
              {passage.state === "stale" ? texts.markAgain : texts.mark}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setDialog("note")}>
              {texts.note}
            </Button>
          </>
        )}
        <Button size="compact-sm" variant="default" onClick={() => setDialog("contest")}>
          {texts.contest}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={hasLife}
          onClick={() => setHasLife(!hasLife)}
        >
          {hasLife ? texts.hideLife : texts.life}
        </Button>
      </Group>
      {hasLife && <PassageLife {...{ documentId, passage, naming }} />}
      {dialog === "note" && (
        <SayDialog
          heading={texts.noteHeading}
          quote={passage.text}
          label={texts.noteLabel}
          hint={texts.noteHint}
          isRequired={false}
          send={texts.mark}
          acting={mark}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === "contest" && (
        <SayDialog
          heading={texts.contestHeading}
          lead={texts.contestLead}
          quote={passage.text}
          label={texts.reason}
          isRequired
          send={texts.contestSend}
          acting={contest}
          onClose={() => setDialog(null)}
        />
      )}
    </div>
  );
}

/** Marks a passage as reviewed as it was seen, with a note. */
export function useMarking(documentId: string, seen: SeenPassage) {
  return useActing(
    documentId,
    (note: string) => api.markReviewed(documentId, seen, note),
    (review) => {
      const { reviewed, total } = review?.progress.ai ?? { reviewed: 0, total: 0 };
      return texts.marked(texts.progress(reviewed, total));
    },
  );
}

/** A passage as it is shown. */
export function seenOf({ ids, hash, kind }: ReviewPassage): SeenPassage {
  return { ids, hash, selected: kind === "selected" };
}

/** Whether the reader placed a part of it, where that matters. */
export function isOwnPlacing({ kind, placers }: ReviewPassage, { self }: Naming): boolean {
  return (kind === "ai" || kind === "undeclared") && self !== null && placers.includes(self);
}

function Was({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div>
      <span className={styles.meta}>{name}</span>
      <p className={styles.was}>{text.trim()}</p>
    </div>
  );
}

interface ReviewedProps {
  readonly documentId: string;
  readonly review: PassageReviewed;
  readonly naming: Naming;
}

function Reviewed({ documentId, review, naming }: ReviewedProps) {
  const name = nameOf(naming, review.person);
  const withdraw = useActing(
    documentId,
    () => api.withdrawReview(documentId, review.id),
    () => texts.withdrawn,
  );
  return (
    <div className={styles.said}>
      <span>{review.holds ? texts.reviewedBy(name) : texts.staleBy(name)}</span>{" "}
      <span className={styles.meta}>
        <When at={review.at} />
      </span>
      {review.note !== "" && <p>{review.note}</p>}
      {!review.counts && <p className={styles.meta}>{texts.doesNotCount}</p>}
      {review.said !== null && <Was name={texts.itSaid} text={review.said} />}
      {review.person === naming.self && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={texts.withdrawReview}
          loading={withdraw.isPending}
          onClick={() => withdraw.mutate(null)}
        >
          {texts.withdraw}
        </Button>
      )}
      <FormError error={withdraw.error} />
    </div>
  );
}

interface ContestedProps {
  readonly documentId: string;
  readonly contest: PlacingContested;
  readonly naming: Naming;
  readonly maySettle: boolean;
}

function Contested({ documentId, contest, naming, maySettle }: ContestedProps) {
  const [settling, setSettling] = useState(false);
  const withdraw = useActing(
    documentId,
    () => api.withdrawContest(documentId, contest.id),
    () => texts.withdrawn,
  );
  const settle = useActing(
    documentId,
    (note: string) => api.settleContest(documentId, contest.id, note),
    () => texts.said.settled,
  );
  const isOpen = contest.end === null;
  return (
    <div className={styles.said}>
      <span>{texts.contestedBy(nameOf(naming, contest.person))}</span>{" "}
      <span className={styles.meta}>
        <When at={contest.at} />
      </span>
      <p>{contest.reason}</p>
      {!isOpen && (
        <p className={styles.meta}>
          {texts.settledBy(nameOf(naming, contest.ended_by))}: {contest.ended_note}
        </p>
      )}
      {isOpen && contest.person === naming.self && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={texts.withdrawContest}
          loading={withdraw.isPending}
          onClick={() => withdraw.mutate(null)}
        >
          {texts.withdraw}
        </Button>
      )}
      {isOpen && maySettle && (
        <Button size="compact-xs" variant="subtle" onClick={() => setSettling(true)}>
          {texts.settle}
        </Button>
      )}
      <FormError error={withdraw.error} />
      {settling && (
        <SayDialog
          heading={texts.settleHeading}
          quote={contest.reason}
          label={texts.settleLabel}
          isRequired
          send={texts.settleSend}
          acting={settle}
          onClose={() => setSettling(false)}
        />
      )}
    </div>
  );
}
