import { Center, Loader, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  readonly heading: string;
  /** What is safe and what comes next, in one or two sentences. */
  readonly text: string;
  /** Shows that the page goes on trying by itself. */
  readonly busy?: boolean;
  readonly children?: ReactNode;
}

/** A page that says one thing and offers what to do next. */
export function Notice({ heading, text, busy = false, children }: Props) {
  return (
    <Center component="main" id="page" mih="70vh" p="lg">
      <Stack gap="sm" maw={440} align="flex-start">
        <Title order={1} fz={22}>
          {heading}
        </Title>
        {text !== "" && <Text c="dimmed">{text}</Text>}
        {busy && <Loader size="sm" aria-hidden />}
        {children}
      </Stack>
    </Center>
  );
}
