import { Anchor, Button, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { meQuery } from "../app/queries";
import { texts } from "../app/texts";
import { Narrow } from "../ui/Narrow";
import { FormError } from "./FormError";
import { useEntry } from "./signed-in";

/** Signing in, or creating an account. Goes to the address in `?next=` afterwards. */
export function SignInPage() {
  const [creating, setCreating] = useState(false);
  const [search] = useSearchParams();
  const [address, navigate] = useLocation();
  const open = useQuery(meQuery).data?.open ?? false;
  const next = ownAddress(search.get("next"));

  const arrive = (): void => {
    if (address === "/sign-in") navigate(next, { replace: true });
  };

  return (
    <Narrow
      product={texts.product}
      heading={creating ? texts.account.createHeading : texts.account.signInHeading}
    >
      <AccountForm key={String(creating)} creating={creating} arrive={arrive} />
      <Group justify="space-between" mt="lg">
        <Anchor component="button" type="button" size="sm" onClick={() => setCreating(!creating)}>
          {creating ? texts.account.hasAccount : texts.account.noAccount}
        </Anchor>
        {open && (
          <Anchor component={Link} href={next} size="sm">
            {texts.account.pickName}
          </Anchor>
        )}
      </Group>
    </Narrow>
  );
}

/** Only addresses of this application: a link must not lead somebody who signed in elsewhere. */
function ownAddress(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : "/";
}

interface FormProps {
  readonly creating: boolean;
  readonly arrive: () => void;
}

function AccountForm({ creating, arrive }: FormProps) {
  const [name, setName] = useState("");
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const entry = useEntry(arrive);

  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const credentials = { login: login.trim(), password };
    entry.mutate(
      creating
        ? { as: "new account", name: name.trim(), ...credentials }
        : { as: "account", ...credentials },
    );
  };

  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm" mt="md">
        {creating && (
          <TextInput
            label={texts.account.displayName}
            autoComplete="name"
            required
            maxLength={80}
            autoFocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <TextInput
          label={texts.account.login}
          autoComplete="username"
          required
          autoFocus={!creating}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
        />
        <PasswordInput
          label={texts.account.password}
          description={creating ? texts.account.passwordHint : undefined}
          autoComplete={creating ? "new-password" : "current-password"}
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <FormError error={entry.error} />
        <Button type="submit" size="md" loading={entry.isPending}>
          {creating ? texts.account.create : texts.account.signIn}
        </Button>
      </Stack>
    </form>
  );
}
