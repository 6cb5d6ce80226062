import { Loader, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { membersQuery, meQuery } from "../app/queries";
import { texts } from "../app/texts";
import { api } from "../wire/api";
import type { Role } from "../wire/types";
import { CopyLink } from "./CopyLink";
import { errorText, FormError } from "./FormError";
import { InviteForm } from "./InviteForm";
import { MemberRow } from "./MemberRow";
import { OpenInvitations } from "./OpenInvitations";
import styles from "./ShareDialog.module.css";

interface Props {
  readonly documentId: string;
  /** One's own role in the document. */
  readonly role: Role;
  readonly onClose: () => void;
}

/** Who has access, with which role, and links that let others in. */
export function ShareDialog({ documentId, role, onClose }: Props) {
  const me = useQuery(meQuery).data;
  const members = useQuery(membersQuery(documentId));
  const mayManage = role === "coordinator";
  return (
    <Modal opened onClose={onClose} title={texts.share.heading} size={520}>
      <Stack gap="lg">
        {me?.open && (
          <CopyLink
            label={texts.share.openLink}
            url={`${window.location.origin}/d/${documentId}`}
            hint={texts.share.openNote}
          />
        )}
        {members.isPending && <Loader size="sm" />}
        {members.isError && (
          <Text c="var(--byline-danger)" size="sm">
            {texts.share.failed} {errorText(members.error)}
          </Text>
        )}
        {members.data !== undefined && (mayManage || members.data.members.length > 0) && (
          <Members
            documentId={documentId}
            members={members.data.members}
            self={me?.person?.id ?? null}
            mayManage={mayManage}
          />
        )}
        {mayManage && <InviteForm documentId={documentId} />}
        {mayManage && (
          <OpenInvitations documentId={documentId} invitations={members.data?.invitations ?? []} />
        )}
      </Stack>
    </Modal>
  );
}

type Members = Awaited<ReturnType<typeof api.members>>["members"];

interface MembersProps {
  readonly documentId: string;
  readonly members: Members;
  readonly self: string | null;
  readonly mayManage: boolean;
}

function Members({ documentId, members, self, mayManage }: MembersProps) {
  const client = useQueryClient();
  const refresh = (): Promise<void> =>
    client.invalidateQueries({ queryKey: membersQuery(documentId).queryKey });
  const setRole = useMutation({
    mutationFn: ({ person, role }: { person: string; role: Role }) =>
      api.setRole(documentId, person, role),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (person: string) => api.removeMember(documentId, person),
    onSettled: refresh,
  });
  return (
    <section>
      <h3 className={styles.name}>{texts.share.people}</h3>
      <ul className={styles.list}>
        {members.map((member) => (
          <MemberRow
            key={member.person.id}
            member={member}
            self={member.person.id === self}
            mayManage={mayManage}
            onRole={(role) => setRole.mutate({ person: member.person.id, role })}
            onRemove={() => remove.mutate(member.person.id)}
          />
        ))}
      </ul>
      {!mayManage && (
        <Text size="sm" c="dimmed" mt="xs">
          {texts.share.mayNotManage}
        </Text>
      )}
      <FormError error={setRole.error ?? remove.error} />
    </section>
  );
}
