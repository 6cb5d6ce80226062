import { Button, Table, Title } from "@mantine/core";
import { IconTable } from "@tabler/icons-react";
import { type ReactNode, Suspense, useId, useState } from "react";
import type { Rows } from "./figures";
import styles from "./Numbers.module.css";
import { numbersTexts } from "./texts";

interface Props {
  readonly heading: string;
  readonly lead?: string;
  /** The chart; null where the table alone is shown. */
  readonly chart: ReactNode;
  readonly rows: Rows;
  /** What is counted, in words. */
  readonly definitions: readonly string[];
  /** Said instead of chart and table where there is nothing to count. */
  readonly none?: string | null;
}

/** A chart with the same numbers as a table, which screen readers always have, and what they mean. */
export function Figure({ heading, lead, chart, rows, definitions, none = null }: Props) {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  const tableShown = asTable || chart === null;
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.top}>
        <Title order={2} fz={18} id={id}>
          {heading}
        </Title>
        {none === null && chart !== null && (
          <Button
            variant={asTable ? "light" : "subtle"}
            color={asTable ? "ink" : "gray"}
            size="xs"
            leftSection={<IconTable size={15} stroke={1.7} />}
            aria-pressed={asTable}
            aria-label={`${numbersTexts.asTable}: ${heading}`}
            onClick={() => setAsTable(!asTable)}
          >
            {numbersTexts.asTable}
          </Button>
        )}
      </div>
      {lead !== undefined && none === null && <p className={styles.lead}>{lead}</p>}
      {none !== null ? (
        <p className={styles.lead}>{none}</p>
      ) : (
        <>
          {chart !== null && (
            <div className={styles.chart} aria-hidden hidden={asTable}>
              <Suspense fallback={<div className={styles.waiting} />}>{chart}</Suspense>
            </div>
          )}
          <div className={tableShown ? undefined : "byline-visually-hidden"}>
            <Numbers rows={rows} caption={heading} scrolls={tableShown} />
          </div>
        </>
      )}
      <details className={styles.meaning}>
        <summary>{numbersTexts.meaning}</summary>
        {definitions.map((text) => (
          <p key={text}>{text}</p>
        ))}
      </details>
    </section>
  );
}

interface NumbersProps {
  readonly rows: Rows;
  readonly caption: string;
  readonly scrolls: boolean;
}

function Numbers({ rows: { heads, rows, words }, caption, scrolls }: NumbersProps) {
  const table = (
    <Table verticalSpacing={6} fz="sm" className={styles.table}>
      <caption className="byline-visually-hidden">{caption}</caption>
      <Table.Thead>
        <Table.Tr>
          {heads.map((head, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
            <Table.Th key={index} scope="col" data-number={index >= words || undefined}>
              {head}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ key, cells: [first, ...others] }) => (
          <Table.Tr key={key}>
            <Table.Th scope="row">{first}</Table.Th>
            {others.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
              <Table.Td key={index} data-number={index + 1 >= words || undefined}>
                {cell}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
  if (!scrolls) return table;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard
    <section className={styles.scrolls} tabIndex={0} aria-label={caption}>
      {table}
    </section>
  );
}
