/** Shortcuts of the page around the editor. */

import { useEffect, useRef } from "react";

export interface PageShortcuts {
  /** Ctrl+J */
  readonly onAsk: () => void;
  /** Ctrl+/ */
  readonly onShortcuts: () => void;
  /** F6: to the panel, or back to the page. */
  readonly onSwitch: () => void;
  /** Ctrl+Alt+H */
  readonly onHistory: () => void;
  /** Escape, when nothing nearer took it. */
  readonly onEscape: () => void;
}

/** Listens on the whole window while the page is open. */
export function usePageShortcuts(shortcuts: PageShortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const run = shortcutOf(event, latest.current);
      if (run === null || event.defaultPrevented || event.isComposing) return;
      if (event.key !== "Escape") event.preventDefault();
      run();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

function shortcutOf(event: KeyboardEvent, shortcuts: PageShortcuts): (() => void) | null {
  if (event.key === "F6") return shortcuts.onSwitch;
  if (event.key === "Escape") return shortcuts.onEscape;
  const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (command && event.key.toLowerCase() === "j") return shortcuts.onAsk;
  const isAltGr = event.getModifierState("AltGraph");
  const withAlt = (event.ctrlKey || event.metaKey) && event.altKey && !event.shiftKey && !isAltGr;
  if (withAlt && event.code === "KeyH") return shortcuts.onHistory;
  // On many keyboards "/" needs Shift.
  const slash = event.key === "/" && (event.ctrlKey || event.metaKey) && !event.altKey;
  return slash ? shortcuts.onShortcuts : null;
}
