/** How long to wait before connecting again: full jitter between half a second and half a minute. */

export const MIN_DELAY_MS = 500;
export const MAX_DELAY_MS = 30_000;

/**
 * The delay in ms before attempt `attempt` (0 for the first after a loss).
 * `random` is in [0, 1). The range doubles with every attempt, so that the clients of a server
 * that comes back do not arrive together.
 */
export function reconnectDelay(attempt: number, random: number, minMs = MIN_DELAY_MS): number {
  const least = Math.min(minMs, MAX_DELAY_MS);
  const most = Math.max(least, Math.min(MAX_DELAY_MS, MIN_DELAY_MS * 2 ** (attempt + 1)));
  return least + random * (most - least);
}
