/** React's view of changing values. */
import { useEffect, useState, useSyncExternalStore } from "react";
import { SyncClient, type SyncSnapshot } from "./client";
import type { Readable } from "./readable";

/** The present value of `readable`. */
export function useReadable<T>(readable: Readable<T>): T {
  return useSyncExternalStore(readable.subscribe, readable.getSnapshot);
}

/** A part of a document's state; renders again when that part changes. */
export function useSync<T>(client: SyncClient, select: (snapshot: SyncSnapshot) => T): T {
  return useSyncExternalStore(client.subscribe, () => select(client.getSnapshot()));
}

/** The client of one document, started and ended with the component; null until it is there. */
export function useSyncClient(documentId: string): SyncClient | null {
  const [client, setClient] = useState<SyncClient | null>(null);
  useEffect(() => {
    const started = new SyncClient(documentId);
    const end = started.start();
    setClient(started);
    return () => {
      setClient(null);
      end();
    };
  }, [documentId]);
  return client;
}
