import { Button, Modal, Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useReadable } from "../sync/use-sync";
import { When } from "../ui/When";
import { api } from "../wire/api";
import type { RefusedClaims as Refused, RefusedClaim } from "../wire/authorship";
import { nameOf } from "./names";
import { claimInWords, reasonInWords } from "./refused";
import type { AuthorshipStore } from "./store";
import { authorshipTexts as texts } from "./texts";

interface Props {
  readonly store: AuthorshipStore;
}

/** How many claims about where text came from did not hold; nothing where there are none or one may not know. */
export function RefusedClaims({ store }: Props) {
  const loads = useReadable(store.loads);
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery({
    queryKey: ["refused", store.documentId, loads],
    queryFn: ({ signal }) => api.refusedClaims(store.documentId, signal),
    enabled: loads > 0 && store.mayReadHistory,
    placeholderData: keepPreviousData,
  });
  if (!data || data.total === 0) return null;
  return (
    <div className="by-refused">
      <Text size="sm">{texts.refused.entry(data.total)}</Text>
      <Button size="compact-xs" variant="default" onClick={() => setOpen(true)}>
        {texts.refused.show}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={texts.refused.heading}
        size={520}
      >
        <Claims refused={data} store={store} />
      </Modal>
    </div>
  );
}

function Claims({ refused: { refused, total }, store }: Props & { readonly refused: Refused }) {
  return (
    <Stack gap="sm">
      <Text size="sm">{texts.refused.lead}</Text>
      {refused.length < total && (
        <Text size="xs" c="dimmed">
          {texts.refused.latest(refused.length, total)}
        </Text>
      )}
      <ul className="by-refused-list">
        {refused.map((claim, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same claim may come twice in one message
          <li key={`${claim.seq} ${at}`}>
            <Claim claim={claim} store={store} />
          </li>
        ))}
      </ul>
    </Stack>
  );
}

function Claim({ claim, store }: Props & { readonly claim: RefusedClaim }) {
  return (
    <>
      <Text size="sm">
        <strong>{nameOf(store.person(claim.person), store)}</strong> {claimInWords(claim.claim)}
      </Text>
      <Text size="xs" c="dimmed">
        {reasonInWords(claim.reason)} <When at={claim.at} />
      </Text>
    </>
  );
}
