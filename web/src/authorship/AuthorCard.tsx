import { CloseButton, Group, Paper, Portal, Stack, Text } from "@mantine/core";
import { useLayoutEffect, useRef, useState } from "react";
import { useReadable } from "../sync/use-sync";
import { PersonAvatar } from "../ui/PersonAvatar";
import { When } from "../ui/When";
import { type Description, describe, nameOf } from "./describe";
import type { Focus, Focused } from "./focus";
import type { AuthorshipStore } from "./store";
import { suggestionName, authorshipTexts as texts } from "./texts";

interface Props {
  readonly store: AuthorshipStore;
  readonly focus: Focus;
}

/** Where the words under the pointer, or at the caret, come from. */
export function AuthorCard({ store, focus }: Props) {
  const focused = useReadable(focus.focused);
  useReadable(store.version);
  if (focused === null) return null;
  return (
    <Card key={focused.run.index} focused={focused} store={store} onClose={() => focus.clear()} />
  );
}

interface CardProps {
  readonly focused: Focused;
  readonly store: AuthorshipStore;
  readonly onClose: () => void;
}

const WIDTH = 320;
const GAP = 8;

function Card({ focused, store, onClose }: CardProps) {
  const about = describe(focused.run, store);
  const writer = store.person(focused.run.author);
  const { ref, place } = usePlace(focused.box);
  return (
    <Portal>
      <Paper
        ref={ref}
        className="by-card"
        shadow="md"
        p="sm"
        withBorder
        role="note"
        aria-label={texts.card.label}
        style={{
          position: "fixed",
          width: WIDTH,
          maxWidth: `calc(100vw - ${2 * GAP}px)`,
          ...place,
        }}
      >
        <Stack gap={6}>
          <Group gap="xs" wrap="nowrap" align="flex-start">
            {writer && <PersonAvatar person={writer} size={24} />}
            <Text fw={600} size="sm" style={{ flex: 1, overflowWrap: "anywhere" }}>
              {about.headline}
            </Text>
            {focused.by !== "mouse" && (
              <CloseButton size="sm" aria-label={texts.card.close} onClick={onClose} />
            )}
          </Group>
          <Details about={about} words={focused.words} kind={focused.run.kind} store={store} />
        </Stack>
      </Paper>
    </Portal>
  );
}

interface DetailsProps {
  readonly about: Description;
  readonly words: number;
  readonly kind: Focused["run"]["kind"];
  readonly store: AuthorshipStore;
}

function Details({ about, words, kind, store }: DetailsProps) {
  const { card } = texts;
  const who = about.placedBy && (kind === "pasted" ? card.pastedBy : card.placedBy);
  return (
    <>
      <Text size="xs" c="dimmed">
        {card.words(words)}
        {who && ` · ${who(nameOf(about.placedBy, store))}`}
        {about.at !== null && (
          <>
            {" · "}
            <When at={about.at} />
          </>
        )}
      </Text>
      {about.suggestion && <Source about={about} source={about.suggestion} store={store} />}
    </>
  );
}

interface SourceProps {
  readonly about: Description;
  readonly source: NonNullable<Description["suggestion"]>;
  readonly store: AuthorshipStore;
}

function Source({ about, source, store }: SourceProps) {
  const { card } = texts;
  return (
    <Stack gap={4} pt={6} className="by-card-source">
      <Text size="xs" fw={600}>
        {suggestionName(source.number)} · {source.label}
      </Text>
      <Text size="xs" lineClamp={5} className="by-card-text">
        {source.text}
      </Text>
      {source.instruction && <Fact name={card.instruction} value={source.instruction} />}
      <Fact name={card.model} value={source.model} />
      {about.askedBy && <Fact name={card.askedBy} value={nameOf(about.askedBy, store)} />}
    </Stack>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
      {name}: {value}
    </Text>
  );
}

/** Under the box, or above it where there is no room below; never outside the window. */
function usePlace(box: Focused["box"]) {
  const ref = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => setHeight(ref.current?.offsetHeight ?? 0), []);
  const left = Math.max(GAP, Math.min(box.left, window.innerWidth - WIDTH - GAP));
  const below = box.bottom + GAP;
  const fits = below + height <= window.innerHeight;
  const top = fits ? below : Math.max(GAP, box.top - GAP - height);
  return { ref, place: { left, top } };
}
