import { ActionIcon, NativeSelect } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { texts } from "../app/texts";
import { PersonAvatar } from "../ui/PersonAvatar";
import type { Member, Role } from "../wire/types";
import styles from "./ShareDialog.module.css";

const ROLES: readonly Role[] = ["coordinator", "writer", "reviewer", "reader"];

/** The roles to choose from, with what each may do. */
export const roleChoices = ROLES.map((role) => ({ value: role, label: texts.roles[role] }));

/** Reads what a select gave back; anything else than a role is a reader. */
export function roleOf(value: string): Role {
  return ROLES.find((role) => role === value) ?? "reader";
}

interface Props {
  readonly member: Member;
  readonly self: boolean;
  readonly mayManage: boolean;
  readonly onRole: (role: Role) => void;
  readonly onRemove: () => void;
}

/** One person with access. */
export function MemberRow({ member, self, mayManage, onRole, onRemove }: Props) {
  const { person, role } = member;
  return (
    <li className={styles.member}>
      <PersonAvatar person={person} size={30} />
      <span className={styles.person}>
        {person.name} {self && <span className={styles.self}>{texts.share.you}</span>}
      </span>
      {mayManage ? (
        <NativeSelect
          size="xs"
          aria-label={texts.share.role(person.name)}
          data={roleChoices}
          value={role}
          onChange={(event) => onRole(roleOf(event.currentTarget.value))}
        />
      ) : (
        <span className={styles.self}>{texts.roles[role]}</span>
      )}
      {mayManage && !self && (
        <ActionIcon size={28} aria-label={texts.share.remove(person.name)} onClick={onRemove}>
          <IconX size={16} stroke={1.7} />
        </ActionIcon>
      )}
    </li>
  );
}
