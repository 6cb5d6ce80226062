/** What the toolbar must know of the editor beyond its state, as a store for React. */
import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

export interface ToolbarState {
  readonly state: EditorState;
  readonly focused: boolean;
  /** A mouse button is down: the selection is still being made. */
  readonly pointing: boolean;
  /** Alt+F10 was pressed, and nothing else since. */
  readonly asked: boolean;
  /** Ctrl+K was pressed, and nothing else since. */
  readonly linkAsked: boolean;
}

/** One editor's store: the shape that `useSyncExternalStore` takes. */
export class ToolbarStore {
  private snapshot: ToolbarState | null = null;
  private readonly listeners = new Set<() => void>();

  readonly getSnapshot = (): ToolbarState | null => this.snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(view: EditorView, change: Partial<ToolbarState>): void {
    const before = this.snapshot ?? {
      focused: false,
      pointing: false,
      asked: false,
      linkAsked: false,
    };
    this.snapshot = { ...before, state: view.state, ...change };
    for (const listener of [...this.listeners]) listener();
  }
}

const key = new PluginKey<ToolbarStore>("byline-toolbar");

export const toolbarStore = (state: EditorState): ToolbarStore | undefined => key.getState(state);

export function toolbarPlugin(): Plugin<ToolbarStore> {
  const store = new ToolbarStore();
  const told = (change: Partial<ToolbarState>) => (view: EditorView) => {
    store.set(view, change);
    return false;
  };
  return new Plugin<ToolbarStore>({
    key,
    state: { init: () => store, apply: (_tr, same) => same },
    props: {
      handleKeyDown: (view, event) => {
        const isToolbar = event.altKey && event.key === "F10";
        const isLink = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
        if (!view.editable || (!isToolbar && !(isLink && !event.shiftKey && !event.altKey))) {
          return false;
        }
        store.set(view, { asked: true, linkAsked: !isToolbar });
        return true;
      },
      handleDOMEvents: {
        focus: told({ focused: true, asked: false, linkAsked: false }),
        blur: told({ focused: false }),
        mousedown: told({ pointing: true, asked: false, linkAsked: false }),
      },
    },
    view: (view) => {
      const up = () => {
        if (store.getSnapshot()?.pointing) store.set(view, { pointing: false });
      };
      store.set(view, { focused: view.hasFocus() });
      window.addEventListener("mouseup", up);
      return {
        update: (updated, before) => {
          if (before !== updated.state) store.set(updated, {});
        },
        destroy: () => window.removeEventListener("mouseup", up),
      };
    },
  });
}
