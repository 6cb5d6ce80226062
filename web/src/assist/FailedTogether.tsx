import { Button, Group } from "@mantine/core";
import { texts } from "../app/texts";
import styles from "./AssistPanel.module.css";
import type { Failure } from "./panel-state";

interface Props {
  readonly failure: Failure;
  readonly onAgain: () => void;
  readonly onDismiss: () => void;
}

/** What went wrong with a whole request, said once. */
export function FailedTogether({ failure, onAgain, onDismiss }: Props) {
  return (
    <div className={styles.card} data-state="failed" role="alert">
      <p className={styles.failure}>{failure.message}</p>
      <Group gap={4} className={styles.verbs ?? ""}>
        {failure.retryable && (
          <Button size="compact-sm" variant="light" onClick={onAgain}>
            {texts.common.tryAgain}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onDismiss}>
          {texts.assist.dismiss}
        </Button>
      </Group>
    </div>
  );
}
