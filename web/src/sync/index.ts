/** Keeping a document in step with the server. */
export { SyncClient, type SyncEvent, type SyncSnapshot } from "./client";
export type { Draft } from "./drafts";
export type { Presence } from "./presence";
export type { Readable } from "./readable";
