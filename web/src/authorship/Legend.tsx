import { Button, Group, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import type * as Y from "yjs";
import { plainText } from "../sync/content";
import { useReadable } from "../sync/use-sync";
import { nameOf } from "./describe";
import { authorRuns } from "./runs";
import { percents, type Share, shares } from "./shares";
import type { AuthorshipStore } from "./store";
import { authorshipTexts as texts } from "./texts";

interface Props {
  readonly store: AuthorshipStore;
  readonly content: Y.Text;
}

const AFTER_MS = 400;

/** Whose the text is, in words and shares, with the sign that each has in the text. */
export function Legend({ store, content }: Props) {
  const state = useReadable(store.state);
  const list = useShares(store, content);
  if (state === "failed") return <Failed onTryAgain={() => void store.load()} />;
  const whole = percents(list);
  return (
    <section aria-label={texts.legend} className="by-legend">
      <Text component="h2" size="sm" fw={600} mb={6}>
        {texts.legend}
      </Text>
      {list.length === 0 ? (
        <Text size="sm" c="dimmed">
          {state === "ready" ? texts.empty : texts.loading}
        </Text>
      ) : (
        <ul className="by-legend-list">
          {list.map((share, at) => (
            <Entry
              key={`${share.kind} ${share.person ?? ""}`}
              share={share}
              percent={whole[at] ?? 0}
              store={store}
            />
          ))}
        </ul>
      )}
      <Text size="xs" c="dimmed" mt={6}>
        {texts.people} {texts.keys}
      </Text>
    </section>
  );
}

interface EntryProps {
  readonly share: Share;
  readonly percent: number;
  readonly store: AuthorshipStore;
}

function Entry({ share, percent, store }: EntryProps) {
  const person = store.person(share.person);
  const name = share.kind === "person" ? nameOf(person, store) : texts.kinds[share.kind];
  const sign =
    share.kind === "person" ? `by-author by-author-${person?.colour}` : `by-${share.kind}`;
  return (
    <li className="by-legend-entry">
      <span className={`by by-swatch ${sign}`} aria-hidden="true">
        {person?.initials ?? "Aa"}
      </span>
      <span>
        <Text size="sm">{texts.share(name, percent)}</Text>
        {share.kind !== "person" && (
          <Text size="xs" c="dimmed">
            {texts.hints[share.kind]}
          </Text>
        )}
      </span>
    </li>
  );
}

function Failed({ onTryAgain }: { readonly onTryAgain: () => void }) {
  return (
    <Stack gap="xs" role="alert">
      <Text size="sm">{texts.failed}</Text>
      <Group>
        <Button size="xs" variant="default" onClick={onTryAgain}>
          {texts.tryAgain}
        </Button>
      </Group>
    </Stack>
  );
}

/** The shares now and, a little after each pause in changes, again. */
function useShares(store: AuthorshipStore, content: Y.Text): readonly Share[] {
  const [list, setList] = useState<readonly Share[]>([]);
  useEffect(() => {
    let timer = 0;
    const compute = () => {
      timer = 0;
      setList(shares(authorRuns(content, store.spans, store.own), plainText(content)));
    };
    const soon = () => {
      if (timer === 0) timer = window.setTimeout(compute, AFTER_MS);
    };
    compute();
    content.observe(soon);
    const unsubscribe = store.version.subscribe(soon);
    return () => {
      window.clearTimeout(timer);
      content.unobserve(soon);
      unsubscribe();
    };
  }, [store, content]);
  return list;
}
