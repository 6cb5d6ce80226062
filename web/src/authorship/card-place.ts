/** Where a card stands: beside its words, never outside the window, and out of the way on a narrow one. */
import { type CSSProperties, type RefObject, useLayoutEffect, useRef, useState } from "react";
import { useKeyboardInset } from "../editor/use-keyboard-inset";
import type { Focused } from "./focus";

const CARD_WIDTH = 340;
const GAP = 8;
const NARROW = 900;
const HEADER_PX = 52 + GAP;
/** The edge of the panel's sheet on a narrow screen. */
const SHEET_PX = 56;

interface Place {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly style: CSSProperties;
}

/** Measures the card and says where it goes. `about` is what it shows: another card is measured anew. */
export function useCardPlace({ box, passage }: Focused): Place {
  const ref = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  const keyboard = useKeyboardInset();
  // biome-ignore lint/correctness/useExhaustiveDependencies: its height depends on what it says
  useLayoutEffect(() => setHeight(ref.current?.offsetHeight ?? 0), [passage]);
  const style = window.innerWidth < NARROW ? docked(box, keyboard) : beside(box, height);
  return { ref, style };
}

/** Above the box, so that what comes next can be read; under it where there is no room above. */
function beside(box: Focused["box"], height: number): CSSProperties {
  const left = Math.max(GAP, Math.min(box.left, window.innerWidth - CARD_WIDTH - GAP));
  const above = box.top - GAP - height;
  const below = Math.min(box.bottom + GAP, window.innerHeight - GAP - height);
  const top = above >= HEADER_PX ? above : Math.max(GAP, below);
  return { left, top, width: CARD_WIDTH, maxHeight: `calc(100dvh - ${2 * GAP}px)` };
}

/** Along the foot of the window above the sheet and the keyboard; at its head for words down there. */
function docked(box: Focused["box"], keyboard: number): CSSProperties {
  const room = window.innerHeight - keyboard;
  const edge = box.bottom > room / 2 ? { top: GAP } : { bottom: keyboard + SHEET_PX + GAP };
  return {
    left: GAP,
    right: GAP,
    maxHeight: `calc(${Math.round(room / 2)}px - ${4 * GAP}px)`,
    ...edge,
  };
}
