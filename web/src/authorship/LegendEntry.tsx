import { Text, UnstyledButton } from "@mantine/core";

interface Props {
  /** Classes of the sign that the words have in the text. */
  readonly sign: string;
  readonly initials: string;
  readonly name: string;
  readonly hints?: readonly string[];
  readonly isChosen: boolean;
  /** Null for what cannot be looked at alone. */
  readonly onToggle: (() => void) | null;
}

/** One line of the legend; a press looks only at it, or at everything again. */
export function LegendEntry({ sign, initials, name, hints = [], isChosen, onToggle }: Props) {
  const content = (
    <>
      <span className={`by by-swatch ${sign}`} aria-hidden="true">
        {initials}
      </span>
      <span>
        <Text span size="sm" className="by-legend-name">
          {name}
        </Text>
        {hints.map((hint) => (
          <Text span key={hint} size="xs" c="dimmed" className="by-legend-hint">
            {hint}
          </Text>
        ))}
      </span>
    </>
  );
  return (
    <li>
      {onToggle === null ? (
        <div className="by-legend-entry">{content}</div>
      ) : (
        <UnstyledButton className="by-legend-entry" aria-pressed={isChosen} onClick={onToggle}>
          {content}
        </UnstyledButton>
      )}
    </li>
  );
}
