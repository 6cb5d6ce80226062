import { Kbd, Modal } from "@mantine/core";
import styles from "./ShortcutsDialog.module.css";
import { texts } from "./texts";

const { groups, items } = texts.shortcuts;

interface Group {
  readonly name: string;
  readonly rows: readonly (readonly [what: string, keys: readonly string[]])[];
}

const GROUPS: readonly Group[] = [
  {
    name: groups.write,
    rows: [
      [items.bold, ["Ctrl B", "Ctrl I", "Ctrl U"]],
      [items.link, ["Ctrl K"]],
      [items.headings, ["Ctrl Alt 1", "2", "3"]],
      [items.lists, ["Ctrl Shift 7", "8", "9"]],
      [items.indent, ["Tab", "Shift Tab"]],
      [items.moveLine, ["Alt Shift ↑", "Alt Shift ↓"]],
      [items.undo, ["Ctrl Z", "Ctrl Shift Z"]],
      [items.markdown, ["#", "-", "1.", "[]", ">", "```"]],
      [items.toolbar, ["Alt F10"]],
    ],
  },
  {
    name: groups.suggest,
    rows: [
      [items.ask, ["Ctrl J"]],
      [items.comment, ["Ctrl Alt M"]],
      [items.place, ["← ↑ ↓ →", "Enter"]],
      [items.stop, ["Esc"]],
    ],
  },
  {
    name: groups.see,
    rows: [
      [items.authorship, ["Ctrl Alt A"]],
      [items.history, ["Ctrl Alt H"]],
      [items.nextAuthor, ["F8", "Shift F8"]],
      [items.panel, ["F6"]],
      [items.shortcuts, ["Ctrl /"]],
    ],
  },
];

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** The names of keys as this machine's keyboard has them. */
function shown(keys: string): string {
  return isMac
    ? keys.replace("Ctrl ", "⌘ ").replace("Alt ", "⌥ ").replace("Shift ", "⇧ ")
    : keys.replaceAll(/(Ctrl|Alt|Shift) /g, "$1 + ");
}

/** All keyboard shortcuts. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={texts.shortcuts.heading} size={560}>
      {GROUPS.map((group) => (
        <section key={group.name}>
          <h3 className={styles.group}>{group.name}</h3>
          <dl className={styles.rows}>
            {group.rows.map(([what, keys]) => (
              <div key={what} className={styles.row}>
                <dt>{what}</dt>
                <dd>
                  {keys.map((key) => (
                    <Kbd key={key} size="xs">
                      {shown(key)}
                    </Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
}
