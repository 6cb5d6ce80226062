import { Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCloudOff } from "@tabler/icons-react";
import type { SyncClient } from "../sync";
import type { Status } from "../sync/status";
import { useReadable } from "../sync/use-sync";
import styles from "./DocumentHeader.module.css";
import { texts } from "./texts";

/** What the page says about saving; true at every moment. */
export function statusText(status: Status): string {
  switch (status.kind) {
    case "connecting":
      return texts.status.connecting;
    case "loading":
      return texts.status.loading;
    case "saved":
      return texts.status.saved;
    case "saving":
      return texts.status.saving;
    case "offline":
      return status.kept || status.changes === 0
        ? texts.status.offline(status.changes)
        : texts.status.offlineNotKept(status.changes);
    case "refused":
      return texts.status.refused(status.message);
    case "signed-out":
      return status.changes === 0
        ? texts.status.signedOut
        : texts.status.signedOutUnsaved(status.changes);
    case "gone":
      return texts.status.gone;
  }
}

/** How serious a status is: a quiet word, a note, or an alarm. */
function tone(status: Status): "quiet" | "note" | "alarm" {
  if (status.kind === "offline") return status.kept || status.changes === 0 ? "note" : "alarm";
  return status.kind === "refused" || status.kind === "signed-out" || status.kind === "gone"
    ? "alarm"
    : "quiet";
}

/** The save state in words, beside the title. */
export function SaveState({ client }: { readonly client: SyncClient }) {
  const { status } = useReadable(client);
  const text = statusText(status);
  const how = tone(status);
  return (
    <Tooltip label={text} disabled={how === "quiet"} multiline maw={320}>
      <span className={styles.status} data-tone={how} data-status={status.kind} role="status">
        {how === "note" && <IconCloudOff size={15} stroke={1.7} aria-hidden />}
        {how === "alarm" && <IconAlertTriangle size={15} stroke={1.7} aria-hidden />}
        <span className={styles.statusText}>{text}</span>
      </span>
    </Tooltip>
  );
}
