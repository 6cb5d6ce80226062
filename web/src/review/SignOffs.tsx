import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { FormError } from "../people/FormError";
import { When } from "../ui/When";
import { api } from "../wire/api";
import type { DocumentReview, SignedOff } from "../wire/review";
import { type Naming, nameOf } from "./names";
import styles from "./ReviewPanel.module.css";
import { SayDialog } from "./SayDialog";
import { reviewTexts as texts } from "./texts";
import { useActing } from "./use-review";

interface Props {
  readonly documentId: string;
  readonly review: DocumentReview;
  readonly naming: Naming;
  readonly isCoordinator: boolean;
}

/** Who signed the document off, whether that is still the text, and the coordinator's way to do it. */
export function SignOffs({ documentId, review, naming, isCoordinator }: Props) {
  const [signing, setSigning] = useState(false);
  const [seesAll, setSeesAll] = useState(false);
  const sign = useActing(
    documentId,
    (note: string) => api.signOff(documentId, review.sha256, note),
    () => texts.said.signed,
  );
  const rows = [...review.sign_offs].reverse();
  const earlier = rows.length - 1;
  const { total, reviewed, contested } = review.progress.all;
  return (
    <section className={styles.signOffs} aria-label={texts.signOffs}>
      <Group justify="space-between">
        <h3 className={styles.heading}>{texts.signOffs}</h3>
        {isCoordinator && (
          <Button size="compact-sm" variant="default" onClick={() => setSigning(true)}>
            {texts.signOff}
          </Button>
        )}
      </Group>
      {rows.length === 0 && (
        <Text size="sm" c="dimmed">
          {texts.notSigned}
        </Text>
      )}
      {rows.slice(0, seesAll ? rows.length : 1).map((row) => (
        <Signed key={row.id} row={row} {...{ documentId, naming, isCoordinator }} />
      ))}
      {earlier > 0 && !seesAll && (
        <Button size="compact-xs" variant="subtle" onClick={() => setSeesAll(true)}>
          {texts.earlier(earlier)}
        </Button>
      )}
      {signing && (
        <SayDialog
          heading={texts.signOffHeading}
          lead={
            reviewed < total || contested > 0
              ? `${texts.signOffLead} ${texts.signOffOpen(total - reviewed, contested)}`
              : texts.signOffLead
          }
          label={texts.noteLabel}
          isRequired={false}
          send={texts.signOffSend}
          acting={sign}
          onClose={() => setSigning(false)}
        />
      )}
    </section>
  );
}

interface SignedProps {
  readonly documentId: string;
  readonly row: SignedOff;
  readonly naming: Naming;
  readonly isCoordinator: boolean;
}

function Signed({ documentId, row, naming, isCoordinator }: SignedProps) {
  const withdraw = useActing(
    documentId,
    () => api.withdrawSignOff(documentId, row.id),
    () => texts.withdrawn,
  );
  return (
    <div className={styles.signed} data-changed={row.changed}>
      <Text size="sm">
        {texts.signedBy(nameOf(naming, row.person))}{" "}
        <span className={styles.meta}>
          <When at={row.at} />
        </span>
      </Text>
      {row.note !== "" && <Text size="sm">{row.note}</Text>}
      <Text size="xs" c="dimmed">
        {texts.signedCounts(row.reviewed, row.passages, row.contested)}
      </Text>
      <span className={styles.signedNow}>
        {row.changed ? texts.signedChanged : texts.signedSame}
      </span>
      {isCoordinator && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={texts.withdrawSignOff}
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
