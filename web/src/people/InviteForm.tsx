import { Button, Group, NativeSelect, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { membersQuery } from "../app/queries";
import { texts } from "../app/texts";
import { api } from "../wire/api";
import type { Role } from "../wire/types";
import { CopyLink } from "./CopyLink";
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
        <CopyLink
          key={invite.data.id}
          label={texts.share.link}
          url={new URL(invite.data.url, window.location.href).href}
          hint={texts.share.onlyOnce}
        />
      )}
    </section>
  );
}
