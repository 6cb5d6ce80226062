import { Progress, Text } from "@mantine/core";
import type { DocumentReview } from "../wire/review";
import styles from "./ReviewPanel.module.css";
import { reviewTexts as texts } from "./texts";

/** How far the team has come, in words and as a bar. */
export function ReviewOverview({ review }: { readonly review: DocumentReview }) {
  const { ai, all } = review.progress;
  const more = [
    ...(all.total > ai.total ? [texts.progressAll(all.reviewed, all.total)] : []),
    ...(all.stale > 0 ? [texts.staleOf(all.stale)] : []),
    ...(all.contested > 0 ? [texts.contestedOf(all.contested)] : []),
  ];
  const share = ai.total === 0 ? 0 : (100 * ai.reviewed) / ai.total;
  return (
    <div className={styles.progress}>
      <Text size="sm" fw={600}>
        {texts.progress(ai.reviewed, ai.total)}
      </Text>
      <Progress
        value={share}
        size={6}
        radius="xl"
        color="var(--byline-good)"
        aria-label={texts.progressBar}
      />
      {more.length > 0 && (
        <Text size="xs" c="dimmed">
          {more.join(" · ")}
        </Text>
      )}
    </div>
  );
}
