import { Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { consentQuery } from "../app/queries";
import { texts } from "../app/texts";
import { announce } from "../ui/Announcer";
import { api } from "../wire/api";
import { FormError } from "./FormError";

/** Whether one's words may be sent to a language model; counts at once. */
export function ConsentSwitch() {
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<boolean | null>(null);
  const consent = useQuery(consentQuery).data;
  const save = useMutation({
    mutationFn: (consents: boolean) => api.setConsent(consents),
    onSuccess: (said) => {
      queries.setQueryData(consentQuery.queryKey, said);
      announce(texts.account.saved);
    },
    onError: () => setChosen(null),
  });
  if (consent === undefined) return null;
  return (
    <>
      <Switch
        mt="lg"
        label={texts.account.consent}
        description={texts.account.consentHint}
        checked={chosen ?? consent.holds}
        onChange={(event) => {
          setChosen(event.currentTarget.checked);
          save.mutate(event.currentTarget.checked);
        }}
      />
      <FormError error={save.error} />
    </>
  );
}
