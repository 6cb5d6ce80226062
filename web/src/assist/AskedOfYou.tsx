import { Button, Group, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { suggestionsQuery } from "../app/queries";
import { texts } from "../app/texts";
import { FormError } from "../people/FormError";
import { announce } from "../ui/Announcer";
import { api } from "../wire/api";
import styles from "./AssistPanel.module.css";
import type { Asked } from "./panel-state";

interface Props {
  readonly documentId: string;
  readonly asked: readonly Asked[];
}

/** What teammates would like this person's wording of. */
export function AskedOfYou({ documentId, asked }: Props) {
  if (asked.length === 0) return null;
  return (
    <section className={styles.group} aria-label={texts.assist.teammate.heading}>
      <h3 className={styles.groupName}>{texts.assist.teammate.heading}</h3>
      {asked.map((one) => (
        <Question key={one.key} documentId={documentId} asked={one} />
      ))}
    </section>
  );
}

function Question({ documentId, asked }: { readonly documentId: string; readonly asked: Asked }) {
  const words = texts.assist.teammate;
  const [answer, setAnswer] = useState(asked.passage.text);
  const queries = useQueryClient();
  const id = asked.cards[0]?.id ?? "";
  const refresh = () =>
    queries.invalidateQueries({ queryKey: suggestionsQuery(documentId).queryKey });
  const send = useMutation({
    mutationFn: () => api.answerTeammate(documentId, id, answer),
    onSuccess: () => {
      announce(words.sent);
      return refresh();
    },
  });
  const decline = useMutation({
    mutationFn: () => api.takeBackQuestion(documentId, id),
    onSuccess: refresh,
  });
  return (
    <article className={`${styles.card} ${styles.question}`} aria-label={words.heading}>
      <Text size="sm">{words.wants(asked.askedBy?.name ?? "")}</Text>
      {asked.instruction !== null && (
        <Text size="sm" fw={500}>
          {asked.instruction}
        </Text>
      )}
      <p className={styles.sentText} dir="auto">
        {asked.passage.text}
      </p>
      <Textarea
        label={words.answer}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={20_000}
        value={answer}
        onChange={(event) => setAnswer(event.currentTarget.value)}
      />
      <FormError error={send.error ?? decline.error} />
      <Group gap={6}>
        <Button
          size="compact-sm"
          disabled={answer.trim() === ""}
          loading={send.isPending}
          onClick={() => send.mutate()}
        >
          {words.send}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => decline.mutate()}>
          {words.decline}
        </Button>
      </Group>
    </article>
  );
}
