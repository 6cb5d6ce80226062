import { Button, Group, Modal, Text } from "@mantine/core";
import { texts } from "../app/texts";
import type { OnlyHere } from "../sync/on-device";

interface Props {
  readonly lost: OnlyHere;
  readonly leaving: boolean;
  readonly onLeave: () => void;
  readonly onStay: () => void;
}

/** Asks before signing out takes words away that nobody else has. */
export function SignOutDialog({ lost, leaving, onLeave, onStay }: Props) {
  return (
    <Modal opened onClose={onStay} title={texts.account.signOutHeading}>
      <Text size="sm">{texts.account.signOutUnsaved(lost.changes, lost.drafts)}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="subtle" color="red" loading={leaving} onClick={onLeave}>
          {texts.account.signOutAnyway}
        </Button>
        <Button data-autofocus onClick={onStay}>
          {texts.account.stay}
        </Button>
      </Group>
    </Modal>
  );
}
