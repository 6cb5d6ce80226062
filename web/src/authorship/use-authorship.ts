/** Everything about authorship of one open document. */
import { useEffect, useMemo } from "react";
import type * as Y from "yjs";
import type { SyncClient } from "../sync/client";
import type { Presence } from "../sync/presence";
import type { Cell, Disposer } from "../sync/readable";
import { useReadable } from "../sync/use-sync";
import { announce } from "../ui/Announcer";
import { api } from "../wire/api";
import { AuthoredText } from "./authored-text";
import { ContentIndex } from "./content-index";
import { type Filter, filterOf } from "./filter";
import { Focus } from "./focus";
import { OverviewFeed } from "./overview";
import { authorshipPlugin } from "./plugin";
import { authorshipShown } from "./shown";
import { AuthorshipStore } from "./store";

export interface Authorship {
  readonly store: AuthorshipStore;
  readonly text: AuthoredText;
  readonly focus: Focus;
  readonly filter: Cell<Filter>;
  readonly feed: OverviewFeed;
  /** For the editor that shows the text. */
  readonly plugin: ReturnType<typeof authorshipPlugin>;
  /** Loads and follows until disposed of. */
  readonly start: () => Disposer;
}

/** A new object when the document is another one. Nothing is asked of the server before it starts. */
export function useAuthorship(documentId: string, client: SyncClient, doc: Y.Doc): Authorship {
  return useMemo(() => authorshipOf(documentId, client, doc), [documentId, client, doc]);
}

function authorshipOf(documentId: string, client: SyncClient, doc: Y.Doc): Authorship {
  const store = new AuthorshipStore(documentId, client, api);
  const content = new ContentIndex(doc.getText("content"));
  const text = new AuthoredText(content, store);
  const focus = new Focus({ text, store, shown: authorshipShown, say: announce });
  const filter = filterOf(documentId);
  return {
    store,
    text,
    focus,
    filter,
    feed: new OverviewFeed(content, store),
    plugin: authorshipPlugin({ store, text, focus, filter, shown: authorshipShown }),
    start: () => {
      const stops = [content.start(), store.start()];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

/** Runs while authorship is shown. */
export function useRunning({ start, focus }: Authorship): boolean {
  const isShown = useReadable(authorshipShown);
  useEffect(() => {
    if (isShown) return start();
    focus.clear();
    return undefined;
  }, [isShown, start, focus]);
  return isShown;
}

/** The others, each in the colour that their words have here. */
export function useShownPresence(
  { store }: Authorship,
  presence: readonly Presence[],
): readonly Presence[] {
  const loads = useReadable(store.loads);
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are given when names are loaded
  return useMemo(() => {
    const shown = presence.map((here) => {
      const person = store.asShown(here.person);
      return person === here.person ? here : { ...here, person };
    });
    return shown.every((here, at) => here === presence[at]) ? presence : shown;
  }, [store, presence, loads]);
}
