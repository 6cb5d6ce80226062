/** Where the side panel is and how large; remembered on this device. */

import { useCallback, useState } from "react";
import { recall, remember } from "../ui/remembered";

type Side = "left" | "right";

/** Heights of the bottom sheet on narrow screens, from the edge up. */
export const HEIGHTS = ["peek", "half", "full"] as const;
export type Height = (typeof HEIGHTS)[number];

export const MIN_WIDTH = 280;
export const MAX_WIDTH = 560;
const USUAL_WIDTH = 360;

export interface PanelLayout {
  readonly side: Side;
  /** In px, on wide screens. */
  readonly width: number;
  /** On wide screens: shown, or folded to the edge. */
  readonly open: boolean;
  readonly outline: boolean;
}

export const USUAL: PanelLayout = { side: "right", width: USUAL_WIDTH, open: true, outline: true };

/** The nearest width in px that the panel may have. */
export function allowedWidth(width: number): number {
  return Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));
}

/** What was kept, with anything missing or out of range made usual. */
export function readLayout(kept: unknown): PanelLayout | null {
  if (typeof kept !== "object" || kept === null) return null;
  const { side, width, open, outline } = kept as Partial<Record<keyof PanelLayout, unknown>>;
  return {
    side: side === "left" ? "left" : "right",
    width: typeof width === "number" && width > 0 ? allowedWidth(width) : USUAL.width,
    open: open !== false,
    outline: outline !== false,
  };
}

/** The height one step `up` or down from `height`. */
export function nextHeight(height: Height, up: boolean): Height {
  const at = HEIGHTS.indexOf(height) + (up ? 1 : -1);
  return HEIGHTS[Math.min(HEIGHTS.length - 1, Math.max(0, at))] ?? height;
}

/** The layout and how to change parts of it. */
export function usePanelLayout(): readonly [PanelLayout, (change: Partial<PanelLayout>) => void] {
  const [layout, setLayout] = useState(() => recall("panel", readLayout, USUAL));
  const change = useCallback((part: Partial<PanelLayout>): void => {
    setLayout((before) => {
      const after = { ...before, ...part };
      remember("panel", after);
      return after;
    });
  }, []);
  return [layout, change];
}
