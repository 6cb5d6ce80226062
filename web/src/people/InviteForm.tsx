import { Button, Group, NativeSelect, Text, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { membersQuery } from "../app/queries";
import { texts } from "../app/texts";
import { announce } from "../ui/Announcer";
import { api } from "../wire/api";
import type { Role } from "../wire/types";
import { FormError } from "./FormError";
import { roleChoices, roleOf } from "./MemberRow";
import styles from "./ShareDialog.module.css";

const DAY_S = 86_400;

const EXPIRIES = [
  { value: String(DAY_S), label: texts.share.expiries.day },
  { value: String(7 * DAY_S), label: texts.share.expiries.week },
  { value: String(30 * DAY_S), label: texts.share.expiries.month },
];

/** Makes an invitation link: role and expiry, then the link itself, shown once. */
export function InviteForm({ documentId }: { readonly documentId: string }) {
  const [role, setRole] = useState<Role>("writer");
  const [expiry, setExpiry] = useState(String(7 * DAY_S));
  const client = useQueryClient();
  const invite = useMutation({
    mutationFn: () => api.invite(documentId, role, Number(expiry)),
    onSuccess: () => client.invalidateQueries({ queryKey: membersQuery(documentId).queryKey }),
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    invite.mutate();
  };
  return (
    <section>
      <h3 className={styles.name}>{texts.share.linkHeading}</h3>
      <Text size="sm" c="dimmed" mb="xs">
        {texts.share.linkLead}
      </Text>
      <form onSubmit={onSubmit}>
        <Group gap="xs" align="flex-end">
          <NativeSelect
            label={texts.share.linkRole}
            data={roleChoices}
            value={role}
            onChange={(event) => setRole(roleOf(event.currentTarget.value))}
            flex={1}
          />
          <NativeSelect
            label={texts.share.linkExpiry}
            data={EXPIRIES}
            value={expiry}
            onChange={(event) => setExpiry(event.currentTarget.value)}
            flex={1}
          />
          <Button type="submit" variant="default" loading={invite.isPending}>
            {texts.share.create}
          </Button>
        </Group>
      </form>
      <FormError error={invite.error} />
      {invite.data !== undefined && (
        <Link key={invite.data.id} url={new URL(invite.data.url, window.location.href).href} />
      )}
    </section>
  );
}

function Link({ url }: { readonly url: string }) {
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
          aria-label={texts.share.link}
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
        {copied === null
          ? texts.share.onlyOnce
          : copied
            ? texts.share.copied
            : texts.share.copyFailed}
      </Text>
    </div>
  );
}
