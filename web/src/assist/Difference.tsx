import { useMemo } from "react";
import { texts } from "../app/texts";
import styles from "./AssistPanel.module.css";
import { difference, type Part } from "./difference";

interface Props {
  readonly passage: string;
  readonly suggestion: string;
}

/** A suggestion with its differences to the passage marked word by word. */
export function Difference({ passage, suggestion }: Props) {
  const parts = useMemo(() => difference(passage, suggestion), [passage, suggestion]);
  return (
    <p>
      {withPlaces(parts).map(({ part, place }) => {
        const key = `${part.kind}-${place}`;
        if (part.kind === "kept")
          return (
            <span key={key} data-at={part.at}>
              {part.text}
            </span>
          );
        return part.kind === "added" ? (
          <ins key={key} className={styles.added} data-at={part.at} title={texts.assist.added}>
            {part.text}
          </ins>
        ) : (
          <del key={key} className={styles.removed} title={texts.assist.removed}>
            {part.text}
          </del>
        );
      })}
    </p>
  );
}

/** Every part with the offset it begins at; a removed one with that of what comes after it. */
function withPlaces(parts: readonly Part[]) {
  let place = 0;
  return parts.map((part) => {
    const at = place;
    if (part.kind !== "removed") place += part.text.length;
    return { part, place: at };
  });
}
