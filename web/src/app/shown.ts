import type { SyncSnapshot } from "../sync";

/** What the whole page follows; the save state changes with every key and is followed where it shows. */
export const shown = ({ status, ...now }: SyncSnapshot) => ({
  ...now,
  mayWrite: now.role === "coordinator" || now.role === "writer",
  mayReview: now.role !== null && now.role !== "reader",
  online: status.kind === "saved" || status.kind === "saving",
});

export type Shown = ReturnType<typeof shown>;
