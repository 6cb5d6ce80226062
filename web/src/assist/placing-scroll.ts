/** Scrolling by itself while something is dragged near the page's edge. */

/** How near the edge in px scrolling begins, and how far one event scrolls at most. */
const ZONE = 56;
const MAX_STEP = 18;

/** Scrolls `page` a little when `y` (client px) is near its top or bottom edge. */
export function scrollNearEdge(page: HTMLElement, y: number): void {
  const { top, bottom } = page.getBoundingClientRect();
  page.scrollTop += scrollStep(y, top, bottom);
}

/** How far to scroll in px: negative is up; faster the nearer to the edge. */
export function scrollStep(y: number, top: number, bottom: number): number {
  const over = Math.min(1, (top + ZONE - y) / ZONE);
  const under = Math.min(1, (y - bottom + ZONE) / ZONE);
  if (over > 0) return -Math.ceil(over * MAX_STEP);
  return under > 0 ? Math.ceil(under * MAX_STEP) : 0;
}
