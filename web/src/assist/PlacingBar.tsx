import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { texts } from "../app/texts";
import { useReadable } from "../sync/use-sync";
import styles from "./PlacingBar.module.css";
import type { Target } from "./placing";
import type { Desk } from "./placing-desk";

/** While a place is being shown: what to do, where the mark is, and the way out. */
export function PlacingBar({ desk }: { readonly desk: Desk }) {
  const state = useReadable(desk.placing);
  const touch = useMediaQuery("(pointer: coarse)") ?? false;
  if (state.mode !== "choosing") return null;
  const number = state.item.number;
  return (
    <section className={styles.bar} aria-label={texts.assist.placing.bar}>
      <span className={styles.text}>
        <strong>
          {texts.assist.placing.bar}
          {number !== null && ` ${texts.assist.number(number)}`}
        </strong>{" "}
        {touch
          ? texts.assist.placing.touch
          : `${texts.assist.placing.pointer} ${texts.assist.placing.keys}`}
        <span className={styles.where}>{whereText(state.target)}</span>
      </span>
      <Button size="compact-sm" variant="default" onClick={() => desk.cancel()}>
        {texts.assist.placing.cancel}
      </Button>
    </section>
  );
}

/** What confirming now would do. */
export function whereText(target: Target | null): string {
  if (target === null) return "";
  switch (target.kind) {
    case "caret":
      return texts.assist.placing.between(target.before, target.after);
    case "passage":
      return texts.assist.placing.onPassage;
    case "selection":
      return texts.assist.placing.onSelection;
  }
}
