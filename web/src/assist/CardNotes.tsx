import { UnstyledButton } from "@mantine/core";
import { useId, useState } from "react";
import { texts } from "../app/texts";
import styles from "./AssistPanel.module.css";
import type { Card } from "./panel-state";

const SECONDS = new Intl.NumberFormat("en", { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const DOLLARS = new Intl.NumberFormat("en", {
  style: "currency",
  currency: "USD",
  maximumFractionDigits: 4,
});

/** Where a suggestion came from: model, time, cost, and the rules that fired. */
export function CardNotes({ card }: { readonly card: Card }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  if (card.state !== "ready") return null;
  return (
    <footer className={styles.notes}>
      <span>{madeOf(card).join(" · ")}</span>
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

/** The model, how long it took, and what it used up where that is known. */
function madeOf({ model, tookMs, usage, cost, team }: Card): string[] {
  const parts = [team.answeredBy?.name ?? model];
  if (tookMs !== null) parts.push(texts.assist.took(SECONDS.format(tookMs / 1000)));
  if (usage !== null) parts.push(texts.assist.tokens(usage.input + usage.output));
  if (cost !== null && cost > 0) parts.push(costInWords(cost));
  if (team.up > 0) parts.push(texts.assist.liked(team.up));
  if (team.sharedBy !== null) parts.push(texts.assist.sharedBy(team.sharedBy.name));
  return parts;
}

const LEAST_COST = 0.0001;

function costInWords(dollars: number): string {
  const least = DOLLARS.format(LEAST_COST);
  return dollars < LEAST_COST ? texts.assist.costUnder(least) : DOLLARS.format(dollars);
}
