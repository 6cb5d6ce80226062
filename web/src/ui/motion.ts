/** Motion for those who want it. */

/** How to scroll to a place: at once for people who asked for less motion. */
export function scrollBehaviour(): ScrollBehavior {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}
