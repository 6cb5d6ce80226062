import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./Narrow.module.css";

interface Props {
  readonly product: string;
  readonly heading: string;
  readonly children: ReactNode;
}

/** A page with one short form: the product's name, a heading, the form. */
export function Narrow({ product, heading, children }: Props) {
  return (
    <main className={styles.frame} id="page">
      <div className={styles.card}>
        <span className={styles.word}>{product}</span>
        <Title order={1} fz={26} lh={1.25} mb={8} style={{ letterSpacing: "-0.015em" }}>
          {heading}
        </Title>
        {children}
      </div>
    </main>
  );
}
