import { UnstyledButton } from "@mantine/core";
import { useId, useState } from "react";
import { texts } from "../app/texts";
import styles from "./AssistPanel.module.css";
import type { Card } from "./panel-state";

const SECONDS = new Intl.NumberFormat("en", { maximumFractionDigits: 1, minimumFractionDigits: 1 });

/** Where a suggestion came from: model, time, and the rules that fired. */
export function CardNotes({ card }: { readonly card: Card }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  if (card.state !== "ready" || card.model === "") return null;
  const took = card.tookMs === null ? null : texts.assist.took(SECONDS.format(card.tookMs / 1000));
  return (
    <footer className={styles.notes}>
      <span>{took === null ? card.model : `${card.model}, ${took}`}</span>
      {card.rules.length > 0 && (
        <UnstyledButton
          className={styles.rulesToggle ?? ""}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {texts.assist.rules(card.rules.length)}
        </UnstyledButton>
      )}
      <ul id={id} className={styles.rules} hidden={!open}>
        {card.rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
    </footer>
  );
}
