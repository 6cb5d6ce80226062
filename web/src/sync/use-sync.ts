/** React's view of changing values. */
import { useSyncExternalStore } from "react";
import type { Readable } from "./readable";

/** The present value of `readable`. */
export function useReadable<T>(readable: Readable<T>): T {
  return useSyncExternalStore(readable.subscribe, readable.getSnapshot);
}
