import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useReadable } from "../sync/use-sync";
import { announce } from "../ui/Announcer";
import { EVERYTHING, type Filter, isActive, type Sort } from "./filter";
import { nameOf } from "./names";
import { authorshipShown } from "./shown";
import type { AuthorshipStore } from "./store";
import { authorshipTexts as texts } from "./texts";
import type { Authorship } from "./use-authorship";

/** While everything but some words is dimmed: which, and the way back. */
export function FilterBar({ authorship }: { readonly authorship: Authorship }) {
  const { store, filter } = authorship;
  const chosen = useReadable(filter);
  const isShown = useReadable(authorshipShown);
  useReadable(store.loads);
  const what = isActive(chosen) ? inWords(chosen, store) : null;
  useAnnounced(what);
  if (what === null || !isShown) return null;
  return (
    <section className="by-filter" aria-label={texts.filter.group}>
      <span>{texts.filter.only(what)}</span>
      <Button size="compact-sm" variant="default" onClick={() => filter.set(EVERYTHING)}>
        {texts.filter.clear}
      </Button>
    </section>
  );
}

function inWords({ people, sorts }: Filter, store: AuthorshipStore): string {
  const names = people.map((id) => nameOf(store.person(id), store));
  return texts.filter.joined([...names, ...sorts.map(sortInWords)]);
}

function sortInWords(sort: Sort): string {
  return sort === "changed" || sort === "moved" ? texts.filter[sort] : texts.kinds[sort];
}

/** Says what is looked at whenever that changes. */
function useAnnounced(what: string | null): void {
  const before = useRef(what);
  useEffect(() => {
    if (what === before.current) return;
    before.current = what;
    announce(what === null ? texts.filter.off : texts.filter.on(what));
  }, [what]);
}
