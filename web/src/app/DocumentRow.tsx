import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";
import { AuthorBar } from "../ui/AuthorBar";
import { When } from "../ui/When";
import type { DocumentInfo } from "../wire/types";
import styles from "./DocumentListPage.module.css";
import { useDeleteDocument } from "./delete-document";
import { RenameDialog } from "./RenameDialog";
import { texts } from "./texts";

/** One document of the list: its title leads to it, its menu renames and deletes it. */
export function DocumentRow({ document }: { readonly document: DocumentInfo }) {
  const [renaming, setRenaming] = useState(false);
  const title = document.title === "" ? texts.list.untitled : document.title;
  const writer = document.last_writer;
  return (
    <li className={styles.row}>
      <div>
        <Link className={styles.title} href={`/d/${document.id}`}>
          {title}
        </Link>
        <div className={styles.writer}>
          {writer === null ? texts.list.notWrittenYet : texts.list.lastWrittenBy(writer.name)}
        </div>
      </div>
      <div className={styles.bar}>
        <AuthorBar shares={document.shares} />
      </div>
      <div className={styles.when}>
        <When at={document.updated_at} />
      </div>
      <RowMenu document={document} title={title} onRename={() => setRenaming(true)} />
      {renaming && <RenameDialog document={document} onClose={() => setRenaming(false)} />}
    </li>
  );
}

interface MenuProps {
  readonly document: DocumentInfo;
  readonly title: string;
  readonly onRename: () => void;
}

function RowMenu({ document, title, onRename }: MenuProps) {
  const remove = useDeleteDocument();
  const mayRename = document.role === "coordinator" || document.role === "writer";
  const mayDelete = document.role === "coordinator";
  if (!mayRename) return <span />;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon className={styles.actions ?? ""} aria-label={texts.list.actions(title)}>
          <IconDots size={18} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} stroke={1.7} />} onClick={onRename}>
          {texts.list.rename}
        </Menu.Item>
        {mayDelete && (
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} stroke={1.7} />}
            onClick={() => remove.mutate(document)}
          >
            {texts.list.delete}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
