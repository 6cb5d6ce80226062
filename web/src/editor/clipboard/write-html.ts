/** Lines as the HTML other programs expect: nested lists, one `pre` and one quote for many lines. */
import { DOMSerializer, type Fragment, type Node as Line } from "prosemirror-model";
import { formatOf, isDividerLine, schema } from "../schema";

/** Serialises what is copied. The first element carries `data-byline` with what `reference` says. */
export class ClipboardSerializer extends DOMSerializer {
  constructor(private readonly reference: () => string) {
    super(DOMSerializer.nodesFromSchema(schema), DOMSerializer.marksFromSchema(schema));
  }

  override serializeFragment(
    fragment: Fragment,
    options: { document?: Document } = {},
    target?: HTMLElement | DocumentFragment,
  ): HTMLElement | DocumentFragment {
    if (fragment.firstChild?.type !== schema.nodes.line) {
      return super.serializeFragment(fragment, options, target);
    }
    const page = options.document ?? document;
    const root = target ?? page.createDocumentFragment();
    const writer = new HtmlWriter(page, root, (line) =>
      super.serializeFragment(line.content, { document: page }),
    );
    fragment.forEach((line) => {
      writer.line(line);
    });
    root.firstElementChild?.setAttribute("data-byline", this.reference());
    return root;
  }
}

interface OpenList {
  readonly list: HTMLElement;
  readonly tag: "ul" | "ol";
}

class HtmlWriter {
  private readonly lists: OpenList[] = [];

  constructor(
    private readonly page: Document,
    private readonly root: Node,
    private readonly inline: (line: Line) => Node,
  ) {}

  line(line: Line): void {
    const format = formatOf(line);
    if (format.header === null && format.codeBlock === null && format.list !== null) {
      this.item(line);
      return;
    }
    this.lists.length = 0;
    if (isDividerLine(line)) this.append(this.root, "hr");
    else if (format.header !== null) this.fill(this.append(this.root, `h${format.header}`), line);
    else if (format.codeBlock !== null) this.code(line);
    else if (format.blockquote) this.fill(this.append(this.last("BLOCKQUOTE"), "p"), line);
    else this.fill(this.append(this.root, "p"), line);
  }

  private item(line: Line): void {
    const { list, indent } = formatOf(line);
    const tag = list === "ordered" ? "ol" : "ul";
    this.lists.length = Math.min(this.lists.length, indent + 1);
    if (this.lists[indent] && this.lists[indent]?.tag !== tag) this.lists.length = indent;
    while (this.lists.length <= indent) this.openList(tag);
    const item = this.append((this.lists[indent] as OpenList).list, "li");
    if (list === "checked" || list === "unchecked") {
      item.dataset.checked = String(list === "checked");
    }
    this.fill(item, line);
  }

  private openList(tag: "ul" | "ol"): void {
    const outer = this.lists[this.lists.length - 1];
    const parent = outer
      ? (outer.list.lastElementChild ?? this.append(outer.list, "li"))
      : this.root;
    this.lists.push({ list: this.append(parent, tag), tag });
  }

  private code(line: Line): void {
    const block = this.last("PRE");
    const code = block.firstChild ?? this.append(block, "code");
    code.appendChild(this.inline(line));
    // Every line has its end, or an empty last one would be none.
    code.appendChild(this.page.createTextNode("\n"));
  }

  /** The last element if it has this name, else a new one. */
  private last(tag: string): Node {
    const { lastChild } = this.root;
    return lastChild?.nodeName === tag ? lastChild : this.append(this.root, tag.toLowerCase());
  }

  private fill(element: HTMLElement, line: Line): void {
    if (line.content.size > 0) element.appendChild(this.inline(line));
    else this.append(element, "br");
  }

  private append(parent: Node, tag: string): HTMLElement {
    return parent.appendChild(this.page.createElement(tag));
  }
}
