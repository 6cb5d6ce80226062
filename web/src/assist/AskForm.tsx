import { ActionIcon, Button, Group, SegmentedControl, Text, Textarea } from "@mantine/core";
import { IconArrowUp } from "@tabler/icons-react";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { texts } from "../app/texts";
import { useReadable } from "../sync/use-sync";
import { REMARKS, type Recipe, WORDINGS } from "../wire/recipes";
import type { AssistantInfo } from "../wire/types";
import styles from "./AssistPanel.module.css";
import { countWords } from "./difference";
import type { Desk } from "./placing-desk";
import type { Captured } from "./placing-passage";
import { SCOPES, type Scope } from "./placing-scope";
import type { Question } from "./requests";
import { SentText } from "./SentText";

interface Props {
  readonly desk: Desk;
  readonly assistant: AssistantInfo;
  readonly online: boolean;
  /** `follow` is to be told the request's key, so that its passage is followed from then on. */
  readonly onAsk: (question: Question, follow: (key: string) => void) => void;
}

/** Longest passage, in UTF-16 units, that the server takes. */
const MAX_PASSAGE = 20_000;

/** Asks about the selection, or the paragraph at the caret; shows what will be sent. */
export function AskForm({ desk, assistant, online, onAsk }: Props) {
  const captured = useReadable(desk.passage);
  const [instruction, setInstruction] = useState("");
  const problem = problemWith(captured, online);
  const wish = instruction.trim();

  const ask = (recipe: Recipe, own: string | null): void => {
    const now = desk.capture();
    if (now === null || problemWith(now, online) !== null) return;
    const question = { passage: now.passage, recipe, instruction: own, turnedDown: [] };
    onAsk(question, (key) => desk.follow(key, now.range));
  };
  const askOwn = (): void => {
    if (wish !== "") ask("custom", wish);
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
          instruction={wish === "" ? null : wish}
          model={assistant.model}
        />
      )}
      {(assistant.built_in ? [WORDINGS] : [WORDINGS, REMARKS]).map((recipes) => (
        <Group
          key={recipes[0]}
          gap={6}
          role="group"
          aria-label={recipes === WORDINGS ? texts.assist.recipeGroup : texts.assist.remarkGroup}
        >
          {recipes.map((recipe) => (
            <Button
              key={recipe}
              variant="default"
              size="compact-sm"
              radius="xl"
              className={styles.chip ?? ""}
              data-recipe={recipe}
              disabled={problem !== null}
              onClick={() => ask(recipe, wish === "" ? null : wish)}
            >
              {texts.assist.recipes[recipe]}
            </Button>
          ))}
        </Group>
      ))}
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
            disabled={problem !== null || wish === ""}
          >
            <IconArrowUp size={16} stroke={2} />
          </ActionIcon>
        }
      />
    </form>
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
