import { Anchor, Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import type { SyncClient, SyncSnapshot } from "../sync";
import { announce } from "../ui/Announcer";
import styles from "./Banners.module.css";
import { useDrafts } from "./document-session";
import { texts } from "./texts";
import { useSelected } from "./use-selected";

interface Props {
  readonly client: SyncClient;
  readonly mayWrite: boolean;
}

const signedOut = ({ status }: SyncSnapshot) => ({ isSignedOut: status.kind === "signed-out" });

/** What somebody must know about their text, above the page: never more than it takes. */
export function Banners({ client, mayWrite }: Props) {
  const { isSignedOut } = useSelected(client, signedOut);
  const [address] = useLocation();
  return (
    <>
      {isSignedOut && (
        <div className={styles.banner} role="alert">
          <Text size="sm">{texts.trouble.signedOutText}</Text>
          <Anchor component={Link} href={`/sign-in?next=${encodeURIComponent(address)}`} size="sm">
            {texts.account.signIn}
          </Anchor>
        </div>
      )}
      {!mayWrite && (
        <div className={styles.banner}>
          <Text size="sm">{texts.page.readOnly}</Text>
        </div>
      )}
      <Drafts client={client} />
    </>
  );
}

function Drafts({ client }: { readonly client: SyncClient }) {
  const [drafts, remove] = useDrafts(client);
  const [copied, setCopied] = useState<string | null>(null);
  const copy = async (id: string, text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(id);
      announce(texts.trouble.draftCopied);
    } catch {
      notifications.show({ color: "red", message: texts.trouble.draftCopyFailed });
    }
  };
  return drafts.map(({ draft }) => (
    <div key={draft.id} className={styles.banner} role="alert">
      <div>
        <Text size="sm" fw={600}>
          {texts.trouble.draftHeading}
        </Text>
        <Text size="sm">{texts.trouble.draftText(draft.message)}</Text>
        <details className={styles.draft}>
          <summary>{texts.trouble.draftShow}</summary>
          <pre>{draft.text}</pre>
        </details>
      </div>
      <Group gap="xs" wrap="nowrap">
        <Button size="xs" variant="default" onClick={() => void copy(draft.id, draft.text)}>
          {copied === draft.id ? texts.trouble.draftCopied : texts.trouble.draftCopy}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={() => remove(draft.id)}>
          {texts.trouble.draftDiscard}
        </Button>
      </Group>
    </div>
  ));
}
