import { Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { consentQuery } from "../app/queries";
import { texts } from "../app/texts";
import { announce } from "../ui/Announcer";
import { api } from "../wire/api";
import { FormError } from "./FormError";

/** Whether one's words may be sent to a language model; counts at once. */
export function ConsentSwitch() {
  const queries = useQueryClient();
  const consent = useQuery(consentQuery).data;
  const save = useMutation({
    mutationFn: api.setConsent,
    onSuccess: (said) => {
      queries.setQueryData(consentQuery.queryKey, said);
      announce(texts.account.saved);
    },
  });
  if (consent === undefined) return null;
  return (
    <>
      <Switch
        mt="lg"
        label={texts.account.consent}
        description={texts.account.consentHint}
        checked={consent.holds}
        disabled={save.isPending}
        onChange={(event) => save.mutate(event.currentTarget.checked)}
      />
      <FormError error={save.error} />
    </>
  );
}
