import { Menu, UnstyledButton } from "@mantine/core";
import { IconLogout, IconUserCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ProfileDialog } from "../people/ProfileDialog";
import { SignOutDialog } from "../people/SignOutDialog";
import { lostBySigningOut, useSignOut } from "../people/signed-in";
import type { OnlyHere } from "../sync/on-device";
import { PersonAvatar } from "../ui/PersonAvatar";
import { AppearanceItems } from "./AppearanceItems";
import { meQuery } from "./queries";
import { texts } from "./texts";

/** Who one is: name and colour, appearance, signing out. */
export function AccountMenu() {
  const person = useQuery(meQuery).data?.person ?? null;
  const signOut = useSignOut();
  const [losing, setLosing] = useState<OnlyHere | null>(null);
  const [profile, setProfile] = useState(false);
  const leave = async (): Promise<void> => {
    const lost = await lostBySigningOut();
    if (lost === null) signOut.mutate();
    else setLosing(lost);
  };
  if (person === null) return null;
  return (
    <>
      <Menu width={240}>
        <Menu.Target>
          <UnstyledButton
            aria-label={texts.account.signedInAs(person.name)}
            style={{ borderRadius: 999 }}
          >
            <PersonAvatar person={person} size={30} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{texts.account.signedInAs(person.name)}</Menu.Label>
          <Menu.Item
            leftSection={<IconUserCircle size={16} stroke={1.7} />}
            onClick={() => setProfile(true)}
          >
            {texts.account.profile}
          </Menu.Item>
          <Menu.Divider />
          <AppearanceItems />
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconLogout size={16} stroke={1.7} />}
            onClick={() => void leave()}
          >
            {texts.account.signOut}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {losing !== null && (
        <SignOutDialog
          lost={losing}
          leaving={signOut.isPending}
          onLeave={() => signOut.mutate(undefined, { onSettled: () => setLosing(null) })}
          onStay={() => setLosing(null)}
        />
      )}
      {profile && <ProfileDialog person={person} onClose={() => setProfile(false)} />}
    </>
  );
}
