/** Playing the history: the next moment as soon as the last one is shown, and no sooner than a beat after it. */
import { useEffect, useState } from "react";

/** Entries from one moment to the next. */
export const SPEEDS = [1, 10, 100] as const;
export type Speed = (typeof SPEEDS)[number];

/** From one moment to the next, in ms. */
const BEAT_MS = 120;

interface Playing {
  readonly playing: boolean;
  readonly onPlaying: (playing: boolean) => void;
  readonly speed: Speed;
  readonly onSpeed: (speed: Speed) => void;
}

/**
 * @param at the moment that is shown, or being loaded.
 * @param isShown whether it is shown.
 */
export function usePlaying(
  at: number,
  last: number,
  isShown: boolean,
  onAt: (at: number) => void,
): Playing {
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(10);
  useEffect(() => {
    if (!playing || !isShown) return undefined;
    if (at >= last) {
      setPlaying(false);
      return undefined;
    }
    const timer = window.setTimeout(() => onAt(Math.min(last, at + speed)), BEAT_MS);
    return () => window.clearTimeout(timer);
  }, [playing, isShown, at, last, speed, onAt]);
  const start = (wanted: boolean): void => {
    if (wanted && at >= last) onAt(1);
    setPlaying(wanted);
  };
  return { playing, onPlaying: start, speed, onSpeed: setSpeed };
}
