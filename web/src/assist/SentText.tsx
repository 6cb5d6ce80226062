import { UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useId, useState } from "react";
import { texts } from "../app/texts";
import type { Brief } from "../wire/assistant";
import type { Passage, TurnedDown } from "../wire/types";
import styles from "./AssistPanel.module.css";

interface Props {
  readonly heading: string;
  readonly passage: Passage;
  readonly instruction: string | null;
  readonly turnedDown?: readonly TurnedDown[];
  /** What the document is for, as far as anybody said. */
  readonly brief?: Brief | null;
  /** How many stretches are left out because their writers do not want them sent. */
  readonly leftOut?: number;
  /** Why this cannot be asked about. */
  readonly problem?: string | null;
  readonly model: string;
}

/** As much as a line can show: laying out a whole document takes time. */
const PREVIEW_UNITS = 200;

/** Exactly what leaves for the model, word for word; folded to one line until opened. */
export function SentText({ heading, passage, instruction, turnedDown = [], ...more }: Props) {
  const { brief = null, leftOut = 0, problem = null, model } = more;
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
      {(problem !== null || leftOut > 0) && (
        <p className={styles.sentNote} role="status">
          {problem ?? texts.assist.leftOut(leftOut)}
        </p>
      )}
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
            {brief !== null && briefText(brief) !== "" && (
              <Part name={texts.desk.tabs.brief} text={briefText(brief)} />
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

function briefText({ purpose, audience, voice }: Brief): string {
  return [purpose, audience, voice].filter((part) => part.trim() !== "").join("\n");
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
