import { useSyncExternalStore } from "react";

/** What was said last; the number makes the same sentence said twice two announcements. */
let said = { text: "", number: 0 };
const listeners = new Set<() => void>();

/** Says `text` to people who use a screen reader, politely: after what is being read. */
export function announce(text: string): void {
  said = { text, number: said.number + 1 };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The page's one live region; rendered once, at the root. */
export function Announcer() {
  const { text, number } = useSyncExternalStore(subscribe, () => said);
  return (
    <div className="byline-visually-hidden" role="status" aria-live="polite" aria-atomic="true">
      <span key={number}>{text}</span>
    </div>
  );
}
