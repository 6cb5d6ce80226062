/** React's view of changing values. */
import { useSyncExternalStore } from "react";
import type { SyncClient } from "./client";
import type { Readable } from "./readable";
import type { SyncSnapshot } from "./snapshot";

/** The present value of `readable`. */
export function useReadable<T>(readable: Readable<T>): T {
  return useSyncExternalStore(readable.subscribe, readable.getSnapshot);
}

/** A part of a document's state; renders again when that part changes. */
export function useSync<T>(client: SyncClient, select: (snapshot: SyncSnapshot) => T): T {
  return useSyncExternalStore(client.subscribe, () => select(client.getSnapshot()));
}
