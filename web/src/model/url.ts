/** Which addresses a link may have (RELIABILITY.md, stored script). */

const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
const ALLOWED = new Set(["http", "https", "mailto", "tel"]);
const MAX_URL_LENGTH = 2048;

function withoutInvisible(url: string): string {
  // Browsers skip control characters and spaces when they look for the scheme.
  return [...url].filter((char) => char > " " && (char < "\u007f" || char > "\u009f")).join("");
}

/** The address if it may be linked to, else null: http, https, mailto, tel, `#…` or `/…`. */
export function safeUrl(url: unknown): string | null {
  if (typeof url !== "string") return null;
  const trimmed = withoutInvisible(url);
  if (trimmed.length === 0 || trimmed.length > MAX_URL_LENGTH) return null;
  const scheme = SCHEME.exec(trimmed)?.[1];
  if (scheme) return ALLOWED.has(scheme.toLowerCase()) ? trimmed : null;
  return /^(#|\/(?![/\\]))/.test(trimmed) ? trimmed : null;
}

/** What a person typed as an address, made safe: `example.org` becomes `https://example.org`. */
export function urlFromInput(input: string): string | null {
  const trimmed = input.trim();
  const safe = safeUrl(trimmed);
  if (safe || SCHEME.test(trimmed) || trimmed.startsWith("/")) return safe;
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(trimmed)) return safeUrl(`mailto:${trimmed}`);
  return /^[^\s/]+\.[^\s/]{2,}/.test(trimmed) ? safeUrl(`https://${trimmed}`) : null;
}
