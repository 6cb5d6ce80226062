/** Work that waits until the page has nothing else to do, in slices that no frame notices. */
import type { Disposer } from "../sync/readable";

/** A slice of work: does some as long as there is time, and says whether all is done. */
export type Slice = (hasTime: () => boolean) => boolean;

/** How long a slice may take where the browser does not tell. */
const SLICE_MS = 5;
/** Even a busy page gets to it after this time. */
const AT_LATEST_MS = 500;

/** Calls `slice` whenever there is time, until it is done or disposed of. */
export function whenIdle(slice: Slice): Disposer {
  let cancel: Disposer = () => {};
  const run = (hasTime: () => boolean): void => {
    if (!slice(hasTime)) cancel = ask(run);
  };
  cancel = ask(run);
  return () => cancel();
}

function ask(run: (hasTime: () => boolean) => void): Disposer {
  if (typeof requestIdleCallback !== "function") {
    const timer = setTimeout(() => run(within(SLICE_MS)));
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(
    (deadline) => {
      const own = within(SLICE_MS);
      run(deadline.didTimeout ? own : () => deadline.timeRemaining() > 0 && own());
    },
    { timeout: AT_LATEST_MS },
  );
  return () => cancelIdleCallback(handle);
}

/** The first piece of a slice is always done, so that there is an end. */
function within(ms: number): () => boolean {
  const end = performance.now() + ms;
  let isFirst = true;
  return () => {
    const has = isFirst || performance.now() < end;
    isFirst = false;
    return has;
  };
}
