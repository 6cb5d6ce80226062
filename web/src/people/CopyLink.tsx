import { Button, Group, Text, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { texts } from "../app/texts";
import { announce } from "../ui/Announcer";
import styles from "./ShareDialog.module.css";

interface Props {
  /** What the address is, for those who do not see where it stands. */
  readonly label: string;
  readonly url: string;
  /** Said beneath it until it has been copied. */
  readonly hint: string;
}

/** An address to hand on: shown, selected at a click, and copied with a spoken word. */
export function CopyLink({ label, url, hint }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async (): Promise<void> => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(url);
      setCopied(true);
      announce(texts.share.copied);
    } catch {
      setCopied(false);
      announce(texts.share.copyFailed);
    }
  };
  return (
    <div className={styles.link}>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          ref={field}
          readOnly
          flex={1}
          aria-label={label}
          value={url}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button
          onClick={copy}
          leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} stroke={1.7} />}
        >
          {texts.share.copy}
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mt={6}>
        {copied === null ? hint : copied ? texts.share.copied : texts.share.copyFailed}
      </Text>
    </div>
  );
}
