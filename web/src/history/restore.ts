/** Bringing back a version, or a passage of it: a new change by the person who does it, with the authors it had. */
import type { EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import { contentRuns } from "../editor/ids";
import { restoreText } from "../editor/write-door";
import { api } from "../wire/api";
import { restoring, type Stretch, within } from "./restore-change";

/** The page that is open, where something is to come back. */
export interface RestorePlace {
  readonly documentId: string;
  readonly doc: Y.Doc;
  readonly view: EditorView;
}

/**
 * Makes the text what it was when entry `seq` was in.
 *
 * @param stretch only this much of it, by model indexes of the text as it was.
 * @returns whether that changed anything.
 */
export async function restore(
  { documentId, doc, view }: RestorePlace,
  seq: number,
  stretch: Stretch | null,
): Promise<boolean> {
  const { seq: last } = await api.history(documentId);
  const { content } = await api.comparison(documentId, seq, last);
  const runs = stretch === null ? content : within(content, stretch);
  const { change, source } = restoring(contentRuns(doc.getText("content")), runs);
  return restoreText(view, change, source);
}
