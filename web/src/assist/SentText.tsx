import { UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useId, useState } from "react";
import { texts } from "../app/texts";
import type { Passage, TurnedDown } from "../wire/types";
import styles from "./AssistPanel.module.css";

interface Props {
  readonly heading: string;
  readonly passage: Passage;
  readonly instruction: string | null;
  readonly turnedDown?: readonly TurnedDown[];
  readonly model: string;
}

/** As much as a line can show: laying out a whole document takes time. */
const PREVIEW_UNITS = 200;

/** Exactly what leaves for the model, word for word; folded to one line until opened. */
export function SentText({ heading, passage, instruction, turnedDown = [], model }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className={styles.sent}>
      <UnstyledButton
        className={styles.sentToggle ?? ""}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight
          size={15}
          stroke={1.8}
          aria-hidden
          className={styles.chevron ?? ""}
          data-open={open || undefined}
        />
        <span className={styles.sentHeading}>{heading}</span>
        {!open && (
          <span className={styles.sentPreview}>{passage.text.slice(0, PREVIEW_UNITS)}</span>
        )}
      </UnstyledButton>
      <div id={id} hidden={!open} className={styles.sentParts}>
        {open && (
          <>
            <Part name={texts.assist.sentPassage} text={passage.text} strong />
            {instruction !== null && (
              <Part name={texts.assist.sentInstruction} text={instruction} strong />
            )}
            {turnedDown.length > 0 && (
              <Part
                name={texts.assist.sentTurnedDown}
                text={turnedDown.map(({ text }) => text).join("\n\n")}
              />
            )}
            <Part name={texts.assist.sentBefore} text={passage.before} />
            <Part name={texts.assist.sentAfter} text={passage.after} />
            {model !== "" && <p className={styles.sentModel}>{texts.assist.sentTo(model)}</p>}
          </>
        )}
      </div>
    </div>
  );
}

interface PartProps {
  readonly name: string;
  readonly text: string;
  readonly strong?: boolean;
}

function Part({ name, text, strong = false }: PartProps) {
  return (
    <div>
      <p className={styles.sentName}>{name}</p>
      <p className={styles.sentText} data-strong={strong || undefined} dir="auto">
        {text.trim() === "" ? <i>{texts.assist.sentNothing}</i> : text.replace(/^\n+|\n+$/g, "")}
      </p>
    </div>
  );
}
