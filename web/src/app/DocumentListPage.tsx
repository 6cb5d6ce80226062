import { Box, Button, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconFilePlus, IconSearch } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { errorText, FormError } from "../people/FormError";
import { Notice } from "../ui/Notice";
import { api } from "../wire/api";
import type { DocumentInfo } from "../wire/types";
import { AccountMenu } from "./AccountMenu";
import styles from "./DocumentListPage.module.css";
import { DocumentRow } from "./DocumentRow";
import { documentsQuery } from "./queries";
import { PageSkeleton } from "./Skeletons";
import { texts } from "./texts";

/** Every document this person may open, the latest first. */
export function DocumentListPage() {
  const documents = useQuery(documentsQuery);
  useEffect(() => {
    document.title = texts.product;
  }, []);

  if (documents.isPending) return <PageSkeleton />;
  if (documents.data === undefined)
    return (
      <Notice
        heading={texts.list.failed}
        text={`${errorText(documents.error)} ${texts.list.failedText}`}
      >
        <Button loading={documents.isFetching} onClick={() => documents.refetch()}>
          {texts.common.tryAgain}
        </Button>
      </Notice>
    );
  return (
    <Box className={styles.frame}>
      <header className={styles.header}>
        <span className={styles.word}>{texts.product}</span>
        <AccountMenu />
      </header>
      <main className={styles.main} id="page">
        {documents.data.length === 0 ? <Empty /> : <Documents documents={documents.data} />}
      </main>
    </Box>
  );
}

function NewDocument() {
  const [, navigate] = useLocation();
  const create = useMutation({
    mutationFn: () => api.createDocument(null),
    onSuccess: (created) => navigate(`/d/${created.id}`),
  });
  return (
    <div>
      <Button
        leftSection={<IconFilePlus size={17} stroke={1.7} />}
        loading={create.isPending}
        onClick={() => create.mutate()}
      >
        {texts.list.newDocument}
      </Button>
      <FormError error={create.error} />
    </div>
  );
}

function Empty() {
  return (
    <Stack align="flex-start" gap="sm" pt={72} maw={420}>
      <Title order={1} fz={26} style={{ letterSpacing: "-0.015em" }}>
        {texts.list.emptyHeading}
      </Title>
      <Text c="dimmed" mb="sm">
        {texts.list.emptyText}
      </Text>
      <NewDocument />
    </Stack>
  );
}

function Documents({ documents }: { readonly documents: readonly DocumentInfo[] }) {
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query);
  const shown = matching(documents, wanted);
  return (
    <>
      <div className={styles.top}>
        <Title order={1} fz={26} style={{ letterSpacing: "-0.015em" }}>
          {texts.list.heading}
        </Title>
        <NewDocument />
      </div>
      <TextInput
        type="search"
        aria-label={texts.list.search}
        placeholder={texts.list.search}
        leftSection={<IconSearch size={16} stroke={1.7} />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        mb="xs"
      />
      {shown.length === 0 ? (
        <Stack align="flex-start" gap="xs" py="lg">
          <Text c="dimmed">{texts.list.noMatch(wanted)}</Text>
          <Button variant="default" size="xs" onClick={() => setQuery("")}>
            {texts.list.clearSearch}
          </Button>
        </Stack>
      ) : (
        <ul className={styles.list}>
          {shown.map((document) => (
            <DocumentRow key={document.id} document={document} />
          ))}
        </ul>
      )}
    </>
  );
}

/** The documents whose title or people contain every word of `query`, the latest first. */
export function matching(
  documents: readonly DocumentInfo[],
  query: string,
): readonly DocumentInfo[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return documents
    .filter((document) => {
      const names = document.shares.map((share) => share.person?.name ?? "");
      const text = [document.title, document.last_writer?.name ?? "", ...names]
        .join("\n")
        .toLocaleLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((one, other) => other.updated_at - one.updated_at);
}
