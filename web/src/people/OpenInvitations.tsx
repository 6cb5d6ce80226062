import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { membersQuery } from "../app/queries";
import { texts } from "../app/texts";
import { announce } from "../ui/Announcer";
import { relativeTime } from "../ui/When";
import { api } from "../wire/api";
import type { Invitation } from "../wire/types";
import { FormError } from "./FormError";
import styles from "./ShareDialog.module.css";

interface Props {
  readonly documentId: string;
  readonly invitations: readonly Invitation[];
}

/** Links that still let people in, each with the way to end it. */
export function OpenInvitations({ documentId, invitations }: Props) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: (invitation: string) => api.revokeInvitation(documentId, invitation),
    onSuccess: async () => {
      announce(texts.share.revoked);
      await client.invalidateQueries({ queryKey: membersQuery(documentId).queryKey });
    },
  });
  if (invitations.length === 0) return null;
  return (
    <section>
      <h3 className={styles.name}>{texts.share.pending}</h3>
      <ul className={styles.list}>
        {invitations.map((invitation) => (
          <li key={invitation.id} className={styles.member}>
            <span className={styles.person}>
              {texts.share.pendingItem(
                texts.roles[invitation.role],
                invitation.expires_at === null
                  ? texts.share.noExpiry
                  : relativeTime(invitation.expires_at, Date.now()),
              )}
            </span>
            <Button
              size="compact-sm"
              variant="subtle"
              color="red"
              onClick={() => revoke.mutate(invitation.id)}
            >
              {texts.share.revoke}
            </Button>
          </li>
        ))}
      </ul>
      <FormError error={revoke.error} />
    </section>
  );
}
