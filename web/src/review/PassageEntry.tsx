import { When } from "../ui/When";
import type { ReviewPassage } from "../wire/review";
import { type Naming, nameOf, numberOf } from "./names";
import { type DetailsProps, PassageDetails } from "./PassageDetails";
import styles from "./ReviewPanel.module.css";
import { reviewTexts as texts } from "./texts";

interface Props extends DetailsProps {
  readonly isHere: boolean;
  /** Whether the keyboard reaches the list here. */
  readonly isStop: boolean;
  readonly onChoose: (key: string) => void;
  readonly onPoint: (key: string | null) => void;
}

/** A passage in the list: what it says, where it comes from and how it stands; more once it is chosen. */
export function PassageEntry({ passage, naming, isHere, isStop, ...props }: Props) {
  const { key, kind, text, state } = passage;
  const origin = texts.kinds[kind](numberOf(naming, passage.suggestion));
  const by = placedIn(passage, naming);
  return (
    <li
      className={styles.entry}
      data-here={isHere || undefined}
      data-passage={key}
      onPointerEnter={() => props.onPoint(key)}
      onPointerLeave={() => props.onPoint(null)}
    >
      <button
        type="button"
        className={styles.open}
        tabIndex={isStop ? 0 : -1}
        aria-expanded={isHere}
        data-open={key}
        onClick={() => props.onChoose(key)}
      >
        <span className={styles.top}>
          <span>{origin}</span>
          <span className={styles.state} data-state={state}>
            {texts.states[state]}
          </span>
        </span>
        <span className={styles.quote}>{text.trim() || texts.embedOnly}</span>
        <span className={styles.about}>
          {by !== null && `${by} · `}
          {passage.at > 0 && <When at={passage.at} />}
          {passage.changed && ` · ${texts.changed}`}
        </span>
        {passage.contested && <span className={styles.contested}>{texts.contested}</span>}
      </button>
      {isHere && <PassageDetails passage={passage} naming={naming} {...props} />}
    </li>
  );
}

function placedIn({ kind, placed_by }: ReviewPassage, naming: Naming): string | null {
  if (kind === "selected") return null;
  const name = nameOf(naming, placed_by);
  if (kind === "pasted") return texts.pastedBy(name);
  return kind === "ai" ? texts.placedBy(name) : texts.broughtBy(name);
}
