/** Keeping a document in step with the server. */
export { SyncClient, type SyncEvent, type SyncSnapshot } from "./client";
export { type Draft, Drafts } from "./drafts";
export { browserEnvironment, type Environment } from "./environment";
export { forgetLocalCopies } from "./local-copy";
export type { Cursor, Presence } from "./presence";
export { Cell, type Disposer, type Readable } from "./readable";
export type { Status } from "./status";
export { useReadable, useSync } from "./use-sync";
