/** Keeping text that the server will not take, as a draft, before its replica is thrown away. */
import type { Draft, Drafts } from "./drafts";
import type { Session } from "./session";

export interface PutAside {
  readonly draft: Draft;
  /** Whether the draft is on disk; if not, it lasts only as long as the page. */
  readonly kept: boolean;
}

/**
 * Ends `session`. If `always`, or if it holds changes that were not confirmed, its text is kept as a
 * draft first; null means that there was nothing worth keeping.
 */
export async function putAside(
  session: Session,
  drafts: Drafts,
  about: Omit<Draft, "text" | "delta">,
  always: boolean,
): Promise<PutAside | null> {
  await session.loaded;
  const draft = session.replica.draft(about);
  if (draft.text.trim() === "" || !(always || session.unsent > 0)) {
    await session.discard();
    return null;
  }
  const kept = await drafts.keep(draft).then(
    () => true,
    () => false,
  );
  await session.discard();
  return { draft, kept };
}
