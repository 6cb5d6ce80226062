import { type RefObject, useEffect, useState } from "react";
import { selectedPart, type TextPart } from "./part";

/** The part of a card's `text` that is selected in it now; null when none is. */
export function useSelectedPart(
  card: RefObject<HTMLElement | null>,
  text: string,
): TextPart | null {
  const [part, setPart] = useState<TextPart | null>(null);
  useEffect(() => {
    const read = (): void => {
      const now =
        card.current === null || text === ""
          ? null
          : selectedPart(card.current, text, document.getSelection());
      setPart((before) => (before?.at === now?.at && before?.text === now?.text ? before : now));
    };
    read();
    document.addEventListener("selectionchange", read);
    return () => document.removeEventListener("selectionchange", read);
  }, [card, text]);
  return part;
}
