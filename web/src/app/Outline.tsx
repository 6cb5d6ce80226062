import { ActionIcon, Menu, ScrollArea } from "@mantine/core";
import { IconListTree } from "@tabler/icons-react";
import type { EditorView } from "prosemirror-view";
import { useReadable } from "../sync/use-sync";
import styles from "./Outline.module.css";
import { goToHeading, type Heading, type OutlineFeed } from "./outline";
import { texts } from "./texts";

interface Props {
  readonly feed: OutlineFeed;
  readonly view: EditorView | null;
}

/** The document's headings beside the page. */
export function Outline({ feed, view }: Props) {
  const headings = useReadable(feed.headings);
  return (
    <nav className={styles.outline} aria-label={texts.page.outline}>
      <h2 className={styles.name}>{texts.page.outline}</h2>
      {headings.length === 0 && <p className={styles.empty}>{texts.page.outlineEmpty}</p>}
      <ul>
        {headings.map((heading) => (
          <li key={heading.pos} data-level={depth(heading, headings)}>
            <button type="button" onClick={() => view !== null && goToHeading(view, heading)}>
              {heading.text}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The same as a menu, where there is no room for a column. */
export function OutlineMenu({ feed, view }: Props) {
  const headings = useReadable(feed.headings);
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <ActionIcon size={36} aria-label={texts.page.outline}>
          <IconListTree size={19} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {headings.length === 0 ? texts.page.outlineEmpty : texts.page.outline}
        </Menu.Label>
        <ScrollArea.Autosize mah="60dvh">
          {headings.map((heading) => (
            <Menu.Item
              key={heading.pos}
              pl={12 + 14 * (depth(heading, headings) - 1)}
              onClick={() => view !== null && goToHeading(view, heading)}
            >
              {heading.text}
            </Menu.Item>
          ))}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Indent from 1: a document that begins with second-level headings is not pushed to the right. */
function depth(heading: Heading, all: readonly Heading[]): number {
  const top = Math.min(...all.map((one) => one.level));
  return heading.level - top + 1;
}
