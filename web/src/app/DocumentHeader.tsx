import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconCircleHalf2, IconListTree } from "@tabler/icons-react";
import type { EditorView } from "prosemirror-view";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { authorshipShown, setAuthorshipShown } from "../authorship";
import type { Presence, SyncClient } from "../sync";
import { useReadable } from "../sync/use-sync";
import styles from "./DocumentHeader.module.css";
import { OutlineMenu } from "./Outline";
import type { OutlineFeed } from "./outline";
import { PeopleHere } from "./PeopleHere";
import { SaveState } from "./SaveState";
import type { Shown } from "./shown";
import { TitleField } from "./TitleField";
import { texts } from "./texts";
import type { Past } from "./use-past";

interface Props {
  readonly documentId: string;
  readonly client: SyncClient;
  readonly now: Shown;
  readonly wide: boolean;
  readonly outline: boolean;
  readonly onOutline: (shown: boolean) => void;
  readonly outlineFeed: OutlineFeed;
  readonly view: EditorView | null;
  readonly onJump: (presence: Presence) => void;
  readonly onShare: () => void;
  readonly past: Past;
  readonly more: ReactNode;
}

/** The one row above the page: what this is, whether it is saved, who is here, what can be done. */
export function DocumentHeader(props: Props) {
  const { documentId, client, now, wide, view } = props;
  return (
    <header className={styles.header}>
      <Tooltip label={texts.page.documents}>
        <ActionIcon component={Link} href="/" size={36} aria-label={texts.page.documents}>
          <IconChevronLeft size={20} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      {wide ? (
        <OutlineToggle shown={props.outline} onToggle={props.onOutline} />
      ) : (
        <OutlineMenu feed={props.outlineFeed} view={view} />
      )}
      <div className={styles.about}>
        <TitleField
          documentId={documentId}
          title={now.title}
          mayRename={now.mayWrite}
          onDone={() => view?.focus()}
        />
        <SaveState client={client} />
      </div>
      <div className={styles.actions}>
        <PeopleHere presence={now.presence} onJump={props.onJump} max={wide ? 3 : 1} />
        {props.past.address === null && <AuthorshipToggle wide={wide} />}
        {wide && <HistoryToggle past={props.past} />}
        {wide && (
          <Button variant="default" size="xs" h={32} fz={14} onClick={props.onShare}>
            {texts.page.share}
          </Button>
        )}
        {props.more}
      </div>
    </header>
  );
}

/** On narrow screens the history is in the menu. */
function HistoryToggle({ past: { address, toggle } }: { readonly past: Past }) {
  if (toggle === null) return null;
  const isShown = address !== null;
  return (
    <Button
      variant={isShown ? "light" : "subtle"}
      color={isShown ? "ink" : "gray"}
      size="xs"
      h={32}
      fz={14}
      aria-pressed={isShown}
      onClick={toggle}
    >
      {texts.page.history}
    </Button>
  );
}

function OutlineToggle({ shown, onToggle }: { shown: boolean; onToggle: Props["onOutline"] }) {
  const label = shown ? texts.page.hideOutline : texts.page.showOutline;
  return (
    <Tooltip label={label}>
      <ActionIcon
        size={36}
        aria-label={label}
        aria-expanded={shown}
        onClick={() => onToggle(!shown)}
      >
        <IconListTree size={19} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}

function AuthorshipToggle({ wide }: { readonly wide: boolean }) {
  const shown = useReadable(authorshipShown);
  const toggle = (): void => setAuthorshipShown(!shown);
  const icon = <IconCircleHalf2 size={18} stroke={1.7} />;
  if (wide)
    return (
      <Button
        variant={shown ? "light" : "subtle"}
        color={shown ? "ink" : "gray"}
        size="xs"
        h={32}
        fz={14}
        aria-pressed={shown}
        rightSection={icon}
        onClick={toggle}
      >
        {texts.page.authorship}
      </Button>
    );
  return (
    <ActionIcon
      size={36}
      variant={shown ? "light" : "subtle"}
      color={shown ? "ink" : "gray"}
      aria-label={texts.page.authorship}
      aria-pressed={shown}
      onClick={toggle}
    >
      {icon}
    </ActionIcon>
  );
}
