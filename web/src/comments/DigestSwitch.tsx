import { Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { texts as pageTexts } from "../app/texts";
import { FormError } from "../people/FormError";
import { announce } from "../ui/Announcer";
import { api } from "../wire/api";
import { digestQuery } from "./queries";
import { commentTexts as texts } from "./texts";

/** Whether one is told by e-mail of unread comments; counts at once. Nothing where this server sends none. */
export function DigestSwitch() {
  const queries = useQueryClient();
  const digest = useQuery(digestQuery).data;
  const save = useMutation({
    mutationFn: (wanted: boolean) => api.setDigest(wanted),
    onSuccess: (said) => {
      queries.setQueryData(digestQuery.queryKey, said);
      announce(pageTexts.account.saved);
    },
  });
  if (digest === undefined || !digest.available || digest.address === null) return null;
  return (
    <>
      <Switch
        mt="md"
        label={texts.digest}
        description={texts.digestHint(digest.address)}
        checked={save.isPending ? save.variables : digest.wanted}
        onChange={(event) => save.mutate(event.currentTarget.checked)}
      />
      <FormError error={save.error} />
    </>
  );
}
