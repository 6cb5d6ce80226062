/** What the page hangs into its editor: the panel's desk, the outline, carets. */

import { notifications } from "@mantine/notifications";
import { useEffect, useMemo } from "react";
import { countWords } from "../assist/difference";
import { whereText } from "../assist/PlacingBar";
import { Desk } from "../assist/placing-desk";
import type { SyncClient } from "../sync";
import { announce } from "../ui/Announcer";
import { OutlineFeed } from "./outline";
import { texts } from "./texts";

export interface EditorParts {
  readonly desk: Desk;
  readonly outline: OutlineFeed;
}

/** The parts of one open document; the same objects as long as it is open. */
export function useEditorParts(client: SyncClient): EditorParts {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another document needs other parts
  const parts = useMemo(() => ({ desk: newDesk(), outline: new OutlineFeed() }), [client]);
  useEffect(() => () => parts.desk.attach(null, null), [parts]);
  return parts;
}

function newDesk(): Desk {
  const { placing } = texts.assist;
  return new Desk({
    onStarted: ({ number }) => announce(placing.started(number)),
    onMoved: (target) => announce(whereText(target)),
    onPlaced: (item) => announce(placing.placed(countWords(item.text), item.number)),
    onCancelled: () => announce(placing.cancelled),
    onRefused: () => notifications.show({ color: "red", message: placing.notThere }),
  });
}
