import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { api } from "../wire/api";
import styles from "./DocumentHeader.module.css";
import { texts } from "./texts";

interface Props {
  readonly documentId: string;
  readonly title: string;
  readonly mayRename: boolean;
  /** After Enter: back to writing. */
  readonly onDone: () => void;
}

const MAX_LENGTH = 200;

/** The document's title, edited in place: Enter or leaving keeps it, Escape does not. */
export function TitleField({ documentId, title, mayRename, onDone }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const rename = useMutation({
    mutationFn: (next: string) => api.renameDocument(documentId, next),
    onError: () => notifications.show({ color: "red", message: texts.page.titleFailed }),
    // What was typed since then is not what the server answered about.
    onSettled: (_data, _error, sent) => setDraft((now) => (now?.trim() === sent ? null : now)),
  });

  useEffect(() => {
    document.title = `${title === "" ? texts.list.untitled : title} · ${texts.product}`;
  }, [title]);

  if (!mayRename)
    return <h1 className={styles.title}>{title === "" ? texts.list.untitled : title}</h1>;

  const commit = (): void => {
    const next = draft?.trim() ?? title;
    if (next === "" || next === title) setDraft(null);
    else rename.mutate(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    // Leaving the field keeps what is in it: it must be gone from it before.
    if (event.key === "Escape") flushSync(() => setDraft(null));
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    onDone();
  };
  const shown = draft ?? title;
  return (
    <span className={styles.titleFrame} data-value={shown === "" ? texts.page.titleHint : shown}>
      <input
        className={styles.title}
        aria-label={texts.page.title}
        placeholder={texts.page.titleHint}
        maxLength={MAX_LENGTH}
        size={1}
        dir="auto"
        value={shown}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
    </span>
  );
}
