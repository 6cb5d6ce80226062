import { Anchor, Button, Text } from "@mantine/core";
import { Link } from "wouter";
import { When } from "../ui/When";
import type { SuggestionSource } from "../wire/authorship";
import type { Description } from "./describe";
import { nameOf, numberOf } from "./names";
import { authorshipTexts as texts } from "./texts";
import type { Authorship } from "./use-authorship";
import type { Whence } from "./whence";

const { card } = texts;

interface Props {
  readonly about: Description;
  readonly authorship: Authorship;
}

/** How the words came to their place, and what they are. */
export function CardDetails({ about, authorship }: Props) {
  const { focus } = authorship;
  return (
    <div className="by-card-body">
      {about.isUndeclared && (
        <Text size="xs" className="by-card-warning">
          {card.undeclaredHint}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {about.placed !== null && `${about.placed} · `}
        {about.at !== null && (
          <>
            <When at={about.at} />
            {" · "}
          </>
        )}
        {about.words}
      </Text>
      {about.whence && <Source whence={about.whence} onShow={() => focus.showSource()} />}
      {about.suggestion && (
        <Suggestion about={about} suggestion={about.suggestion} authorship={authorship} />
      )}
    </div>
  );
}

interface SourceProps {
  readonly whence: Whence;
  readonly onShow: () => void;
}

function Source({ whence, onShow }: SourceProps) {
  if (whence.kind === "elsewhere") {
    const { id, title } = whence;
    if (title === null) return <Note text={card.notYours} />;
    return (
      <Anchor component={Link} href={`/d/${id}`} size="xs" className="by-card-link">
        {card.openDocument(title)}
      </Anchor>
    );
  }
  const isLive = whence.kind === "live";
  return (
    <>
      {!isLive && <Note text={card.gone} />}
      {(isLive || whence.index !== null) && (
        <Button size="compact-xs" variant="default" onClick={onShow} className="by-card-button">
          {isLive ? card.showSource : card.showPlace}
        </Button>
      )}
    </>
  );
}

function Note({ text }: { readonly text: string }) {
  return (
    <Text size="xs" c="dimmed">
      {text}
    </Text>
  );
}

interface SuggestionProps extends Props {
  readonly suggestion: SuggestionSource;
}

function Suggestion({ about, suggestion, authorship }: SuggestionProps) {
  const { store } = authorship;
  const number = numberOf(suggestion);
  const title = suggestion.document === null ? null : store.document(suggestion.document)?.title;
  return (
    <div className="by-card-source">
      <Text size="xs" fw={600}>
        {[number, suggestion.label].filter((part) => part !== null && part !== "").join(" · ")}
      </Text>
      {suggestion.text !== "" && (
        <Text size="xs" lineClamp={5} className="by-card-text">
          {suggestion.text}
        </Text>
      )}
      {about.changed !== null && (
        <Text size="xs" fw={500}>
          {about.changed}
        </Text>
      )}
      <dl className="by-card-facts">
        {suggestion.instruction && <Fact name={card.instruction} value={suggestion.instruction} />}
        <Fact name={card.model} value={suggestion.model} />
        {about.askedBy && <Fact name={card.askedBy} value={nameOf(about.askedBy, store)} />}
        {title && <Fact name={card.madeIn} value={title} />}
      </dl>
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
