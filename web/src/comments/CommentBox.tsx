import { Button, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { errorText } from "../people/FormError";
import type { Person } from "../wire/types";
import styles from "./Comments.module.css";
import { MentionField } from "./MentionField";
import { asSent } from "./mentions";
import { commentTexts as texts } from "./texts";

interface Props {
  readonly label: string;
  /** What the button says. */
  readonly verb: string;
  readonly people: readonly Person[];
  /** What is in the field at first, and who is mentioned in it. */
  readonly begun?: { readonly text: string; readonly mentions: readonly Person[] };
  readonly focusAtOnce?: boolean;
  readonly onSend: (text: string) => Promise<unknown>;
  /** Told of what is written, so that it outlives the box. */
  readonly onWritten?: (text: string) => void;
  readonly onCancel: (() => void) | null;
}

const NOTHING = { text: "", mentions: [] };

/** Writes a comment. What is written stays until the server has it. */
export function CommentBox({ label, verb, people, begun = NOTHING, ...on }: Props) {
  const [text, setText] = useState(begun.text);
  const picked = useRef<Person[]>([...begun.mentions]);
  const write = (next: string): void => {
    setText(next);
    on.onWritten?.(next);
  };
  const send = useMutation({
    mutationFn: () => on.onSend(asSent(text, [...picked.current, ...people])),
    onSuccess: () => write(""),
  });
  const mayNot = text.trim() === "" || send.isPending;
  return (
    <form
      className={styles.box}
      onSubmit={(event) => {
        event.preventDefault();
        if (!mayNot) send.mutate();
      }}
    >
      <MentionField
        label={label}
        value={text}
        onChange={write}
        people={people}
        onPick={(person) => picked.current.push(person)}
        onSend={() => !mayNot && send.mutate()}
        onCancel={on.onCancel}
        focusAtOnce={on.focusAtOnce ?? false}
      />
      {send.error !== null && (
        <Text role="alert" size="sm" c="var(--byline-danger)">
          {errorText(send.error)} {texts.notSent}
        </Text>
      )}
      <div className={styles.verbs}>
        <Button type="submit" size="xs" disabled={mayNot} loading={send.isPending}>
          {verb}
        </Button>
        {on.onCancel !== null && (
          <Button size="xs" variant="subtle" color="gray" onClick={on.onCancel}>
            {texts.cancel}
          </Button>
        )}
      </div>
    </form>
  );
}
