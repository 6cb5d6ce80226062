import { Textarea } from "@mantine/core";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { PersonAvatar } from "../ui/PersonAvatar";
import type { Person } from "../wire/types";
import styles from "./Comments.module.css";
import { begunMention, matching } from "./mentions";
import { commentTexts as texts } from "./texts";

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly people: readonly Person[];
  readonly onPick: (person: Person) => void;
  /** Ctrl+Enter */
  readonly onSend: () => void;
  readonly onCancel: (() => void) | null;
  readonly label: string;
  readonly focusAtOnce: boolean;
}

const MAX_SHOWN = 6;
/** Frames for which the focus is tried. */
const FOCUS_FRAMES = 30;

/** A field for a comment: `@` offers the people of the document. */
export function MentionField({
  value,
  onChange,
  people,
  onPick,
  onSend,
  onCancel,
  ...props
}: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  /** Where the caret is to be once the text is there. */
  const caretNext = useRef<number | null>(null);
  const list = useId();
  const [begun, setBegun] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const offered = begun === null ? [] : matching(people, begun).slice(0, MAX_SHOWN);
  const chosen = offered[Math.min(at, offered.length - 1)];

  useEffect(() => {
    if (!props.focusAtOnce) return;
    let frame = 0;
    // A sheet that is only now being raised lets nothing in it take the focus before it is.
    const tryFor = (frames: number): void => {
      field.current?.focus();
      if (document.activeElement === field.current || frames === 0) return;
      frame = requestAnimationFrame(() => tryFor(frames - 1));
    };
    tryFor(FOCUS_FRAMES);
    return () => cancelAnimationFrame(frame);
  }, [props.focusAtOnce]);

  // The caret is behind a mention before the next key comes.
  useLayoutEffect(() => {
    if (caretNext.current === null || field.current?.value !== value) return;
    field.current.setSelectionRange(caretNext.current, caretNext.current);
    caretNext.current = null;
  }, [value]);

  const look = (): void => {
    const { current } = field;
    const before = current?.value.slice(0, current.selectionStart) ?? "";
    setBegun(begunMention(before));
    setAt(0);
  };
  const pick = (person: Person): void => {
    const { current } = field;
    if (current === null || begun === null) return;
    const caret = current.selectionStart;
    const start = caret - begun.length - 1;
    const name = `@${person.name} `;
    onPick(person);
    onChange(value.slice(0, start) + name + value.slice(caret));
    setBegun(null);
    caretNext.current = start + name.length;
    current.focus();
  };
  const onListKey = (event: KeyboardEvent): boolean => {
    if (chosen === undefined) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined)
      setAt((offered.indexOf(chosen) + step + offered.length) % offered.length);
    else if (event.key === "Escape") setBegun(null);
    else if ((event.key === "Enter" && !event.ctrlKey) || event.key === "Tab") pick(chosen);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const isSend = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (!onListKey(event)) {
      if (isSend) onSend();
      else if (event.key === "Escape" && onCancel !== null) onCancel();
      else return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={styles.field}>
      <Textarea
        ref={field}
        aria-label={props.label}
        placeholder={texts.writeHint}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={10_000}
        value={value}
        aria-autocomplete="list"
        aria-controls={offered.length > 0 ? list : undefined}
        aria-activedescendant={chosen && `${list}-${chosen.id}`}
        onChange={(event) => {
          onChange(event.currentTarget.value);
          look();
        }}
        onClick={look}
        onKeyDown={onKeyDown}
        onBlur={() => setBegun(null)}
      />
      {offered.length > 0 && (
        <div role="listbox" id={list} aria-label={texts.people} className={styles.people}>
          {offered.map((person) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field's own keys choose
            <div
              key={person.id}
              id={`${list}-${person.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={person === chosen}
              className={styles.person}
              // The caret stays in the field.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pick(person)}
            >
              <PersonAvatar person={person} size={22} />
              {person.name}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
