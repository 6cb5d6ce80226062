/** Ticking check list items with the pointer, and opening links. */
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { safeUrl } from "../model/url";
import { formatOf } from "./schema";

function tick(view: EditorView, box: Element): boolean {
  const pos = view.posAtDOM(box, 0);
  const $pos = view.state.doc.resolve(pos);
  const before = $pos.depth === 0 ? pos : $pos.before(1);
  const line = view.state.doc.nodeAt(before);
  if (!view.editable || !line) return false;
  const list = formatOf(line).list === "checked" ? "unchecked" : "checked";
  view.dispatch(view.state.tr.setNodeAttribute(before, "list", list));
  return true;
}

function open(link: Element): boolean {
  const href = safeUrl(link.getAttribute("href"));
  if (!href) return false;
  window.open(href, "_blank", "noopener,noreferrer");
  return true;
}

/** A click on a box ticks it. A click on a link opens it with Ctrl or ⌘, or where one cannot write. */
export function pointerPlugin(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        mousedown: (_view, event) => {
          // The caret stays where it is.
          const isBox = event.target instanceof Element && event.target.matches(".check");
          if (isBox) event.preventDefault();
          return isBox;
        },
        click: (view, event) => {
          const { target } = event;
          if (!(target instanceof Element)) return false;
          if (target.matches(".check")) return tick(view, target);
          const link = target.closest("a[href]");
          if (!link) return false;
          event.preventDefault();
          const wanted = !view.editable || event.ctrlKey || event.metaKey;
          return wanted && open(link);
        },
      },
    },
  });
}
