import { Box, Group, Skeleton, Stack } from "@mantine/core";
import { texts } from "./texts";

/** A list page before its data. */
export function PageSkeleton() {
  return (
    <Box component="main" id="page" maw={880} mx="auto" p="lg" pt={96} aria-busy>
      <span className="byline-visually-hidden">{texts.common.loading}</span>
      <Skeleton h={28} w={200} mb={40} />
      <Stack gap="lg">
        {[0, 1, 2, 3].map((row) => (
          <Group key={row} justify="space-between">
            <Skeleton h={18} w="45%" />
            <Skeleton h={14} w={120} />
          </Group>
        ))}
      </Stack>
    </Box>
  );
}

const LINES = ["62%", "100%", "96%", "98%", "71%", "0", "99%", "94%", "40%"] as const;

/** The page's shape before its text; never an empty page that could be taken for a deleted text. */
export function TextSkeleton() {
  return (
    <Box maw={680} mx="auto" px="md" pt={88} aria-busy data-testid="page-skeleton">
      <span className="byline-visually-hidden" role="status">
        {texts.page.skeleton}
      </span>
      {LINES.map((width, line) => (
        <Skeleton
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change
          key={line}
          h={line === 0 ? 30 : 15}
          w={width}
          mb={line === 0 ? 34 : 15}
          visible={width !== "0"}
        />
      ))}
    </Box>
  );
}

/** A document page before anything is known of it. */
export function DocumentSkeleton() {
  return (
    <Box>
      <Group h={52} px="md" style={{ borderBottom: "1px solid var(--byline-line)" }}>
        <Skeleton h={16} w={180} />
      </Group>
      <main id="page">
        <TextSkeleton />
      </main>
    </Box>
  );
}
