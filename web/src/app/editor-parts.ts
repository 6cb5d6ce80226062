/** What the page hangs into its editor: the panel's desk, the outline, carets. */

import { notifications } from "@mantine/notifications";
import { useEffect, useMemo } from "react";
import { countWords } from "../assist/difference";
import { whereText } from "../assist/PlacingBar";
import type { Heard, Placeable } from "../assist/placing";
import { Desk } from "../assist/placing-desk";
import { passageIds } from "../editor/passage-ids";
import { ReviewDesk } from "../review/review-desk";
import type { SyncClient } from "../sync";
import { announce } from "../ui/Announcer";
import { api } from "../wire/api";
import { OutlineFeed } from "./outline";
import { texts } from "./texts";

export interface EditorParts {
  readonly desk: Desk;
  readonly outline: OutlineFeed;
  readonly review: ReviewDesk;
}

/** The parts of one open document; the same objects as long as it is open. */
export function useEditorParts(documentId: string, client: SyncClient): EditorParts {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another document needs other parts
  const parts = useMemo(
    () => ({
      desk: newDesk(documentId, client),
      outline: new OutlineFeed(),
      review: new ReviewDesk(() => client.getSnapshot().doc.getText("content")),
    }),
    [client],
  );
  useEffect(() => () => parts.desk.attach(null, null), [parts]);
  return parts;
}

function newDesk(documentId: string, client: SyncClient): Desk {
  const { placing } = texts.assist;
  const heard: Heard = {
    onStarted: ({ number }) => announce(placing.started(number)),
    onMoved: (target) => announce(whereText(target)),
    onPlaced: (item) => {
      announce(placing.placed(countWords(item.text), item.number));
      if (item.reason !== "") tellReason(documentId, item);
    },
    onCancelled: () => announce(placing.cancelled),
    onRefused: () => notifications.show({ color: "red", message: placing.notThere }),
  };
  return new Desk(heard, ({ passage, indexes }) =>
    passageIds(client.getSnapshot().doc.getText("content"), passage, indexes),
  );
}

/** Has the reason of a placing entered beside it. */
function tellReason(documentId: string, { suggestion, reason }: Placeable): void {
  api.placed(documentId, suggestion, reason).catch(() => {
    notifications.show({ color: "red", message: texts.assist.reasonFailed });
  });
}
