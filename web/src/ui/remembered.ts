/** Small preferences kept on this device. A browser that refuses storage only forgets them. */

/** The value kept under `key`, or `otherwise` where there is none or it is not as `read` needs it. */
export function recall<T>(key: string, read: (kept: unknown) => T | null, otherwise: T): T {
  try {
    const kept = window.localStorage.getItem(`byline.${key}`);
    return kept === null ? otherwise : (read(JSON.parse(kept)) ?? otherwise);
  } catch {
    return otherwise;
  }
}

/** Keeps `value` under `key` for the next visit. */
export function remember(key: string, value: unknown): void {
  try {
    window.localStorage.setItem(`byline.${key}`, JSON.stringify(value));
  } catch {
    // Private browsing or a full store: the preference lasts for this visit only.
  }
}

export const readString = (kept: unknown): string | null =>
  typeof kept === "string" ? kept : null;

export const readBoolean = (kept: unknown): boolean | null =>
  typeof kept === "boolean" ? kept : null;
