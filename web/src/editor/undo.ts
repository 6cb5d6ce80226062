/**
 * Undo and redo of one's own changes, with the selection they were made from.
 *
 * What comes back has new ids; a transaction right behind claims them for the originals.
 */
import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import * as Y from "yjs";
import { type Cursor, cursorAt, cursorIndexes } from "./cursor";
import { pushClaims } from "./lineage";
import { indexToPos, posToIndex } from "./positions";
import { restoredClaims } from "./restored";

const CAPTURE_MS = 500;
/** So many claims are small enough for one message. */
const CLAIMS_AT_ONCE = 2000;
/** The origin of the transactions that claim what came back. */
const RESTORED = Symbol("restored");

interface StackItemEvent {
  readonly stackItem: Y.UndoManager["undoStack"][number];
}

export class UndoHistory {
  private readonly manager: Y.UndoManager;
  private before: Cursor | null = null;
  /** Own clock before the last undo or redo. */
  private clock = 0;

  /**
   * @param origin the origin of the transactions that can be undone.
   * @param view the editor, or null where nothing may be undone.
   */
  constructor(
    private readonly text: Y.Text,
    origin: object,
    private readonly view: () => EditorView | null,
  ) {
    this.manager = new Y.UndoManager(text, {
      trackedOrigins: new Set([origin]),
      captureTimeout: CAPTURE_MS,
    });
    this.manager.on("stack-item-added", this.onAdded);
    this.manager.on("stack-item-popped", this.onPopped);
  }

  get canUndo(): boolean {
    return this.manager.canUndo();
  }

  get canRedo(): boolean {
    return this.manager.canRedo();
  }

  /** @returns whether there was something to undo. */
  undo(): boolean {
    return this.begin() && this.manager.undo() !== null;
  }

  redo(): boolean {
    return this.begin() && this.manager.redo() !== null;
  }

  private begin(): boolean {
    if (!this.view()) return false;
    this.remember();
    const { doc } = this.manager;
    this.clock = Y.getState(doc.store, doc.clientID);
    return true;
  }

  /** What comes next is undone by itself. */
  stopCapturing(): void {
    this.manager.stopCapturing();
  }

  /** Notes the selection: call before a change. */
  remember(): void {
    const view = this.view();
    if (!view) return;
    const { doc, selection } = view.state;
    this.before = cursorAt(
      this.text,
      posToIndex(doc, selection.anchor),
      posToIndex(doc, selection.head),
    );
  }

  destroy(): void {
    this.manager.destroy();
  }

  private readonly onAdded = ({ stackItem }: StackItemEvent): void => {
    stackItem.meta.set(this, this.before);
  };

  private readonly onPopped = ({ stackItem }: StackItemEvent): void => {
    this.claimRestored(stackItem);
    const view = this.view();
    const cursor = stackItem.meta.get(this) as Cursor | null | undefined;
    const indexes = cursor && cursorIndexes(this.text, cursor);
    if (!view || !indexes) return;
    const { tr } = view.state;
    const anchor = indexToPos(tr.doc, indexes.anchorIndex);
    const head = indexToPos(tr.doc, indexes.headIndex);
    view.dispatch(tr.setSelection(TextSelection.create(tr.doc, anchor, head)).scrollIntoView());
  };

  private claimRestored({ deletions }: StackItemEvent["stackItem"]): void {
    const { doc } = this.manager;
    const claims = restoredClaims(this.text, deletions, this.clock);
    for (let from = 0; from < claims.length; from += CLAIMS_AT_ONCE) {
      const some = claims.slice(from, from + CLAIMS_AT_ONCE);
      doc.transact(() => pushClaims(doc, some), RESTORED);
    }
  }
}
