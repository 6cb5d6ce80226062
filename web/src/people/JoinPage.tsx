import { Anchor, Button, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "wouter";
import { invitationQuery, isPassing, meQuery } from "../app/queries";
import { PageSkeleton } from "../app/Skeletons";
import { texts } from "../app/texts";
import { Narrow } from "../ui/Narrow";
import { Notice } from "../ui/Notice";
import { api } from "../wire/api";
import { FormError } from "./FormError";
import { NameForm } from "./NameForm";

/** Where an invitation link leads: what it is for, then in. */
export function JoinPage({ token }: { readonly token: string }) {
  const invitation = useQuery(invitationQuery(token));
  const me = useQuery(meQuery);
  const [, navigate] = useLocation();
  const accept = async (): Promise<void> => {
    const joined = await api.acceptInvitation(token);
    navigate(`/d/${joined.id}`, { replace: true });
  };
  const join = useMutation({ mutationFn: accept });

  if (invitation.isPending || me.isPending) return <PageSkeleton />;
  const unreachable = [invitation.error, me.error].some(isPassing);
  if ((invitation.data === undefined || me.data === undefined) && unreachable)
    return (
      <Notice heading={texts.trouble.unreachableHeading} text={texts.trouble.network}>
        <Button
          variant="default"
          onClick={() => void Promise.all([invitation.refetch(), me.refetch()])}
        >
          {texts.common.tryAgain}
        </Button>
      </Notice>
    );
  if (invitation.data === undefined || me.data === undefined)
    return (
      <Notice heading={texts.join.failed} text="">
        <Anchor component={Link} href="/">
          {texts.common.goToDocuments}
        </Anchor>
      </Notice>
    );
  const { title, role } = invitation.data;
  return (
    <Narrow
      product={texts.product}
      heading={texts.join.heading(title === "" ? texts.list.untitled : title)}
    >
      <Text c="dimmed" mb="lg">
        {texts.join.as(texts.roles[role])}. {texts.roleHints[role]}.
      </Text>
      {me.data.person === null ? (
        <Stack gap="sm">
          <NameForm submit={texts.join.join} invitation={token} arrive={accept} />
          <Anchor component={Link} href={`/sign-in?next=/join/${token}`} size="sm">
            {texts.arrive.haveAccount}
          </Anchor>
        </Stack>
      ) : (
        <Button size="md" fullWidth loading={join.isPending} onClick={() => join.mutate()}>
          {texts.join.join}
        </Button>
      )}
      <FormError error={join.error} />
    </Narrow>
  );
}
