/** Where in the history one is, as it stands in the address, so that it can be linked. */
import { useLocation, useSearch } from "wouter";

export interface HistoryAddress {
  /** Number of the entry that is shown; the last one there is. */
  readonly at: number | "last";
  /** The entry that it is compared with; 0 is before the first. */
  readonly since: number | null;
}

/** Reads an address's query, with or without `?`; null where it is not about the history. */
export function readAddress(query: string): HistoryAddress | null {
  const params = new URLSearchParams(query);
  const at = params.get("at");
  if (at === null) return null;
  const number = readNumber(at);
  return {
    at: number === null || number < 1 ? "last" : number,
    since: readNumber(params.get("since")),
  };
}

export function writeAddress({ at, since }: HistoryAddress): string {
  return `?at=${at}${since === null ? "" : `&since=${since}`}`;
}

function readNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** The place in the history, and how to go to another; null is back to the page. */
export function useHistoryAddress(): readonly [
  HistoryAddress | null,
  (next: HistoryAddress | null) => void,
] {
  const address = readAddress(useSearch());
  const [path, navigate] = useLocation();
  const go = (next: HistoryAddress | null): void => {
    // Scrubbing is one step for the browser's Back button.
    const replace = address !== null && next !== null;
    navigate(next === null ? path : `${path}${writeAddress(next)}`, { replace });
  };
  return [address, go];
}
