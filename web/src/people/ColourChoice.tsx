import { colourValue, PALETTE, underline } from "../ui/palette";
import styles from "./ColourChoice.module.css";

interface Props {
  readonly labelledBy: string;
  /** Index into the palette. */
  readonly value: number;
  readonly onChange: (colour: number) => void;
}

/** The twelve author colours to choose from, each with its name and its underline. */
export function ColourChoice({ labelledBy, value, onChange }: Props) {
  return (
    <div className={styles.choices} role="radiogroup" aria-labelledby={labelledBy}>
      {PALETTE.map((colour, index) => (
        <label key={colour.name} className={styles.choice}>
          <input
            type="radio"
            name="colour"
            className="byline-visually-hidden"
            checked={index === value}
            onChange={() => onChange(index)}
          />
          <span className={styles.swatch} style={{ backgroundColor: colourValue(index) }} />
          <span className={styles.name}>{colour.name}</span>
          <span
            className={styles.line}
            style={{ backgroundImage: underline(colour.pattern, colourValue(index)) }}
          />
        </label>
      ))}
    </div>
  );
}
