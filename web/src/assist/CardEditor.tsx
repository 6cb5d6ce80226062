import { Textarea } from "@mantine/core";
import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { texts } from "../app/texts";
import styles from "./AssistPanel.module.css";

interface Props {
  /** Of the card. */
  readonly name: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onDone: () => void;
}

/** A suggestion's text while a person makes it fit, before it has a place in the document. */
export function CardEditor({ name, text, onText, onDone }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const hint = useId();
  useEffect(() => {
    const { current } = field;
    current?.focus();
    current?.setSelectionRange(current.value.length, current.value.length);
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const isDone = event.key === "Escape" || (event.key === "Enter" && isCommand(event));
    if (!isDone || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onDone();
  };
  return (
    <>
      <Textarea
        ref={field}
        aria-label={texts.assist.editing(name)}
        aria-describedby={hint}
        classNames={{ input: styles.editField ?? "" }}
        autosize
        minRows={2}
        maxRows={14}
        dir="auto"
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <p id={hint} className={styles.editHint}>
        {texts.assist.editHint}
      </p>
    </>
  );
}

const isCommand = (event: KeyboardEvent): boolean => event.ctrlKey || event.metaKey;
