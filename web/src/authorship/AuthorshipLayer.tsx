import { useEffect, useMemo } from "react";
import type * as Y from "yjs";
import type { SyncClient } from "../sync/client";
import { useReadable } from "../sync/use-sync";
import { announce } from "../ui/Announcer";
import { api } from "../wire/api";
import { AuthorCard } from "./AuthorCard";
import "./authorship.css";
import { Focus } from "./focus";
import { installPaletteStyle } from "./palette-style";
import { authorshipPlugin } from "./plugin";
import { authorshipShown, listenForToggle } from "./shown";
import { AuthorshipStore } from "./store";

export interface Authorship {
  readonly store: AuthorshipStore;
  readonly focus: Focus;
  readonly content: Y.Text;
  /** For the editor that shows `content`. */
  readonly plugin: ReturnType<typeof authorshipPlugin>;
}

/** Everything about authorship of one document; a new object when the document is another one. */
export function useAuthorship(documentId: string, client: SyncClient, doc: Y.Doc): Authorship {
  return useMemo(() => {
    const store = new AuthorshipStore(documentId, client, api);
    const content = doc.getText("content");
    const focus = new Focus(store, content, authorshipShown, announce);
    const plugin = authorshipPlugin({ store, content, shown: authorshipShown, focus });
    return { store, focus, content, plugin };
  }, [documentId, client, doc]);
}

/** The card and the shortcut; the data is loaded when authorship is first shown. */
export function AuthorshipLayer({ authorship }: { readonly authorship: Authorship }) {
  const isShown = useReadable(authorshipShown);
  useEffect(() => listenForToggle(window), []);
  useEffect(() => installPaletteStyle(), []);
  useEffect(() => {
    if (!isShown) {
      authorship.focus.clear();
      return;
    }
    const stop = authorship.store.start();
    return stop;
  }, [isShown, authorship]);
  return isShown ? <AuthorCard store={authorship.store} focus={authorship.focus} /> : null;
}
