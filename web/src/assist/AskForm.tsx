import { ActionIcon, NativeSelect, SegmentedControl, Text, Textarea } from "@mantine/core";
import { IconArrowUp } from "@tabler/icons-react";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { texts } from "../app/texts";
import { useReadable } from "../sync/use-sync";
import type { DocumentAssistant } from "../wire/assistant";
import type { Person } from "../wire/types";
import { AskTeammate } from "./AskTeammate";
import styles from "./AssistPanel.module.css";
import { countWords } from "./difference";
import type { Desk } from "./placing-desk";
import type { Captured } from "./placing-passage";
import { SCOPES, type Scope } from "./placing-scope";
import { RecipeChips } from "./RecipeChips";
import type { Question } from "./requests";
import { SentText } from "./SentText";
import { usePreview } from "./use-preview";

interface Props {
  readonly documentId: string;
  readonly desk: Desk;
  readonly assistant: DocumentAssistant | null;
  /** Who is here beside the person. */
  readonly others: readonly Person[];
  readonly online: boolean;
  /** `follow` is to be told the request's key, so that its passage is followed from then on. */
  readonly onAsk: (question: Question, follow: (key: string) => void) => void;
}

/** Longest passage, in UTF-16 units, that the server takes. */
const MAX_PASSAGE = 20_000;

/** Asks about the selection, or the paragraph at the caret; shows what will be sent. */
export function AskForm({ documentId, desk, assistant, others, online, onAsk }: Props) {
  const captured = useReadable(desk.passage);
  const [instruction, setInstruction] = useState("");
  const [model, setModel] = useState<string | null>(null);
  const models = (assistant?.models ?? []).filter(({ allowed }) => allowed);
  const asked = models.find(({ label }) => label === model) ?? models[0] ?? null;
  const preview = usePreview({ documentId, desk, captured, assistant, model: asked });
  const problem = problemWith(captured, online);
  const wish = instruction.trim();

  const askAbout = (now: Captured, recipe: string, own: string | null): void => {
    const question = {
      passage: desk.identified(now),
      recipe,
      instruction: own,
      model,
      turnedDown: [],
    };
    onAsk(question, (key) => desk.follow(key, now.range));
  };
  const ask = (recipe: string, own: string | null): void => {
    const now = desk.capture();
    if (now !== null && problemWith(now, online) === null) askAbout(now, recipe, own);
  };
  const mayAskOwn =
    assistant?.recipes.some(({ id, allowed }) => id === "custom" && allowed) ?? true;
  const askOwn = (): void => {
    if (wish !== "" && mayAskOwn) ask("custom", wish);
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    askOwn();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    askOwn();
  };

  return (
    <form
      className={styles.ask}
      onSubmit={onSubmit}
      onFocus={() => desk.mark(true)}
      onBlur={() => desk.mark(false)}
    >
      <ScopeChoice captured={captured} onChoose={(scope) => desk.choose(scope)} />
      <Text size="sm" c="dimmed" id="about-passage">
        {problem ?? (captured === null ? "" : aboutText(captured))}
      </Text>
      {captured !== null && (
        <SentText
          heading={texts.assist.whatIsSent}
          passage={captured.passage}
          {...preview}
          instruction={wish || null}
          brief={assistant?.brief ?? null}
          model={asked?.label ?? ""}
        />
      )}
      {models.length > 1 && (
        <NativeSelect
          size="xs"
          aria-label={texts.assist.model}
          value={asked?.label ?? ""}
          data={models.map(({ label }) => label)}
          onChange={(event) => setModel(event.currentTarget.value)}
        />
      )}
      <RecipeChips
        recipes={assistant?.recipes ?? []}
        hasModel={asked !== null && !asked.built_in}
        disabled={problem !== null}
        onChoose={(recipe) => ask(recipe, wish === "" ? null : wish)}
      />
      <Textarea
        aria-label={texts.assist.instruction}
        placeholder={texts.assist.instruction}
        autosize
        minRows={1}
        maxRows={5}
        maxLength={1000}
        value={instruction}
        onChange={(event) => setInstruction(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        rightSection={
          <ActionIcon
            type="submit"
            variant="filled"
            color="ink"
            size={26}
            aria-label={texts.assist.ask}
            disabled={problem !== null || wish === "" || !mayAskOwn}
          >
            <IconArrowUp size={16} stroke={2} />
          </ActionIcon>
        }
      />
      <AskTeammate
        documentId={documentId}
        others={others}
        disabled={problem !== null}
        desk={desk}
        instruction={wish}
      />
      {assistant !== null && <Allowance assistant={assistant} />}
    </form>
  );
}

/** How much of today's requests is used, where there is a limit. */
function Allowance({ assistant }: { readonly assistant: DocumentAssistant }) {
  const { mine, all } = assistant;
  const nearest = [mine, all].find(({ limit }) => limit !== null);
  if (nearest === undefined || nearest.limit === null) return null;
  return (
    <Text size="xs" c="dimmed">
      {texts.assist.usedUp(nearest.used, nearest.limit)}
    </Text>
  );
}

function problemWith(captured: Captured | null, online: boolean): string | null {
  if (!online) return texts.assist.offline;
  if (captured === null) return texts.assist.noPassage;
  return captured.passage.text.length > MAX_PASSAGE ? texts.assist.tooLong(MAX_PASSAGE) : null;
}

function aboutText({ passage, scope }: Captured): string {
  return texts.assist.about[scope](countWords(passage.text));
}

interface ScopeChoiceProps {
  readonly captured: Captured | null;
  readonly onChoose: (scope: Scope) => void;
}

/** How much of the text to ask about. */
function ScopeChoice({ captured, onChoose }: ScopeChoiceProps) {
  const scope = captured?.scope ?? "paragraph";
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={texts.assist.scopeGroup}
      value={scope}
      onChange={(value) => onChoose(value as Scope)}
      data={SCOPES.map((value) => ({
        value,
        label: texts.assist.scopes[value],
        disabled: value === "selection" && !captured?.hasSelection,
      }))}
    />
  );
}
