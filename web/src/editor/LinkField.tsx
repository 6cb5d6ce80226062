/** The address of a link, edited in the toolbar. */
import { ActionIcon, TextInput, Tooltip } from "@mantine/core";
import { IconCheck, IconExternalLink, IconUnlink } from "@tabler/icons-react";
import type { EditorView } from "prosemirror-view";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { urlFromInput } from "../model/url";
import { setLink } from "./marks";
import { texts } from "./texts";

interface Props {
  readonly view: EditorView;
  readonly href: string;
  readonly onDone: () => void;
}

export function LinkField({ view, href, onDone }: Props) {
  const [address, setAddress] = useState(href);
  const [wrong, setWrong] = useState(false);
  const done = () => {
    onDone();
    view.focus();
  };
  const apply = (target: string | null) => {
    setLink(target)(view.state, view.dispatch);
    done();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const safe = urlFromInput(address);
    if (address.trim() === "") apply(null);
    else if (safe) apply(safe);
    else setWrong(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    done();
  };
  return (
    <form className="link-field" onSubmit={onSubmit} onKeyDown={onKeyDown}>
      <TextInput
        autoFocus
        size="xs"
        w={240}
        inputMode="url"
        aria-label={texts.linkAddress}
        placeholder="https://"
        value={address}
        error={wrong ? texts.linkInvalid : null}
        onChange={(event) => {
          setAddress(event.currentTarget.value);
          setWrong(false);
        }}
      />
      <Tooltip label={texts.linkSet}>
        <ActionIcon type="submit" aria-label={texts.linkSet}>
          <IconCheck size={18} />
        </ActionIcon>
      </Tooltip>
      {href !== "" && (
        <>
          <Tooltip label={texts.linkOpen}>
            <ActionIcon
              component="a"
              href={href}
              target="_blank"
              rel="noopener noreferrer nofollow"
              aria-label={texts.linkOpen}
            >
              <IconExternalLink size={18} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={texts.linkRemove}>
            <ActionIcon aria-label={texts.linkRemove} onClick={() => apply(null)}>
              <IconUnlink size={18} />
            </ActionIcon>
          </Tooltip>
        </>
      )}
    </form>
  );
}
