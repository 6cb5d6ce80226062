import { Switch, Text } from "@mantine/core";
import { useState } from "react";
import { useReadable } from "../sync/use-sync";
import { canNotify, noticesWanted, wantNotices } from "./notifying";
import { commentTexts as texts } from "./texts";

/** Whether the browser tells of mentions and replies while the page is not looked at. */
export function NoticeSwitch() {
  const wanted = useReadable(noticesWanted);
  const [refused, setRefused] = useState(false);
  if (!canNotify()) return null;
  return (
    <div>
      <Switch
        size="xs"
        label={texts.notify}
        checked={wanted}
        onChange={(event) => {
          const { checked } = event.currentTarget;
          void wantNotices(checked).then((allowed) => setRefused(!allowed));
        }}
      />
      {refused && (
        <Text size="xs" c="var(--byline-danger)" role="alert" mt={4}>
          {texts.notifyRefused}
        </Text>
      )}
    </div>
  );
}
