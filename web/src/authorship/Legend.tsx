import { Button, Group, Stack, Text } from "@mantine/core";
import { useReadable } from "../sync/use-sync";
import { changedPercent } from "./changed";
import { type Sort, toggled } from "./filter";
import { LegendEntry } from "./LegendEntry";
import { nameOf } from "./names";
import type { Overview } from "./overview";
import { lookClass } from "./palette-style";
import { RefusedClaims } from "./RefusedClaims";
import { percents, type Share } from "./shares";
import { authorshipTexts as texts } from "./texts";
import type { Authorship } from "./use-authorship";

interface Props {
  readonly authorship: Authorship;
}

/** Whose the text is, in words and shares, with the sign that each has in the text; to look at one alone. */
export function Legend({ authorship }: Props) {
  const { store, feed } = authorship;
  const state = useReadable(store.state);
  const overview = useReadable(feed.overview);
  if (state === "failed") return <Failed onTryAgain={() => void store.load()} />;
  const isEmpty = overview === null || overview.shares.length === 0;
  return (
    <section aria-label={texts.legend} className="by-legend">
      <Text component="h2" size="sm" fw={600} mb={6}>
        {texts.legend}
      </Text>
      {isEmpty ? (
        <Text size="sm" c="dimmed">
          {state === "ready" ? texts.empty : texts.loading}
        </Text>
      ) : (
        <Entries overview={overview} authorship={authorship} />
      )}
      <RefusedClaims store={store} />
      <Text size="xs" c="dimmed" mt={12}>
        {texts.limits}
      </Text>
      <Text size="xs" c="dimmed" mt={6}>
        {texts.keys}
      </Text>
    </section>
  );
}

interface EntriesProps extends Props {
  readonly overview: Overview;
}

function Entries({ overview, authorship }: EntriesProps) {
  const whole = percents(overview.shares);
  const parted = overview.shares.map((share, at) => ({ share, percent: whole[at] ?? 0 }));
  const people = parted.filter(({ share }) => share.person !== null);
  const origins = parted.filter(({ share }) => share.person === null);
  return (
    <>
      <Bar overview={overview} authorship={authorship} />
      <ul className="by-legend-list" aria-label={texts.sections.people}>
        {people.map((each) => (
          <PersonEntry key={each.share.person} {...each} authorship={authorship} />
        ))}
      </ul>
      <ul className="by-legend-list by-legend-origins" aria-label={texts.sections.origins}>
        {origins.map((each) => (
          <OriginEntry key={each.share.kind} {...each} {...{ overview, authorship }} />
        ))}
        <ChangedEntry overview={overview} authorship={authorship} />
        <MovedEntry overview={overview} authorship={authorship} />
      </ul>
      <Text size="xs" c="dimmed" mt={12}>
        {texts.filter.hint}
      </Text>
    </>
  );
}

interface ShareProps extends Props {
  readonly share: Share;
  readonly percent: number;
}

function PersonEntry({ share, percent, authorship }: ShareProps) {
  const { store, filter } = authorship;
  const chosen = useReadable(filter);
  const { person: id } = share;
  const person = store.person(id);
  const look = store.look(id);
  if (id === null) return null;
  return (
    <LegendEntry
      sign={look ? lookClass(look) : "by-unknown"}
      initials={person?.initials ?? "?"}
      name={texts.share(nameOf(person, store), percent)}
      isChosen={chosen.people.includes(id)}
      onToggle={() => filter.set(toggled(chosen, { person: id }))}
    />
  );
}

function OriginEntry({ share, percent, overview, authorship }: ShareProps & EntriesProps) {
  const { kind } = share;
  if (kind === "person") return null;
  const hint = texts.hints[kind];
  const { changed } = overview;
  const since =
    kind === "adopted" && changed !== null
      ? changed === 0
        ? texts.unchanged
        : texts.ofItChanged(changedPercent(changed))
      : null;
  return (
    <SortEntry
      sign={`by-${kind}`}
      name={texts.share(texts.kinds[kind], percent)}
      hints={since === null ? [hint] : [since, hint]}
      sort={kind === "pending" ? null : kind}
      authorship={authorship}
    />
  );
}

function ChangedEntry({ overview, authorship }: EntriesProps) {
  if (overview.changed === null || overview.changed === 0) return null;
  return (
    <SortEntry
      sign="by-swatch-changed"
      name={texts.filter.changed}
      hints={[texts.filter.changedHint]}
      sort="changed"
      authorship={authorship}
    />
  );
}

function MovedEntry({ overview, authorship }: EntriesProps) {
  const { moved, copied } = overview;
  if (moved + copied === 0) return null;
  return (
    <SortEntry
      sign="by-swatch-moved"
      name={texts.filter.moved}
      hints={[texts.moved(moved, copied), texts.movedHint]}
      sort="moved"
      authorship={authorship}
    />
  );
}

interface SortProps extends Props {
  readonly sign: string;
  readonly name: string;
  readonly hints: readonly string[];
  readonly sort: Sort | null;
}

function SortEntry({ sign, name, hints, sort, authorship }: SortProps) {
  const { filter } = authorship;
  const chosen = useReadable(filter);
  return (
    <LegendEntry
      sign={sign}
      initials="Aa"
      name={name}
      hints={hints}
      isChosen={sort !== null && chosen.sorts.includes(sort)}
      onToggle={sort === null ? null : () => filter.set(toggled(chosen, { sort }))}
    />
  );
}

/** The shares as one bar: what the list says in words. */
function Bar({ overview, authorship }: EntriesProps) {
  const { store } = authorship;
  return (
    <div className="by-bar" aria-hidden="true">
      {overview.shares.map(({ kind, person, share }) => {
        const look = store.look(person);
        const background = look ? `var(--by-colour-${look.colour})` : undefined;
        return (
          <span
            key={`${kind} ${person ?? ""}`}
            className="by-bar-part"
            data-kind={kind}
            style={{ flexGrow: share, ...(background && { background }) }}
          />
        );
      })}
    </div>
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
