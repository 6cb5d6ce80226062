/** What an empty page says. */
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { PLAIN_LINE, sameLineFormat } from "../model/formats";
import { formatOf } from "./schema";

export function placeholderPlugin(text: string): Plugin {
  return new Plugin({
    props: {
      decorations: ({ doc }) => {
        const line = doc.firstChild;
        const isEmpty = doc.childCount === 1 && line?.content.size === 0;
        if (!isEmpty || !line || !sameLineFormat(formatOf(line), PLAIN_LINE)) return null;
        const shown = { class: "placeholder", "data-placeholder": text };
        return DecorationSet.create(doc, [Decoration.node(0, line.nodeSize, shown)]);
      },
    },
  });
}
