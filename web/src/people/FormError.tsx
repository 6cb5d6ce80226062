import { Text } from "@mantine/core";
import { texts } from "../app/texts";
import { ApiError } from "../wire/api";

/** What went wrong with a form, in the server's words; nothing while nothing did. */
export function FormError({ error }: { readonly error: Error | null }) {
  if (error === null) return null;
  return (
    <Text role="alert" size="sm" c="var(--byline-danger)">
      {errorText(error)}
    </Text>
  );
}

/** One or two sentences for people about any error of a call. */
export function errorText(error: Error): string {
  if (!(error instanceof ApiError)) return texts.trouble.network;
  const fields = Object.values(error.fields);
  return fields.length === 0 ? error.message : [error.message, ...fields].join(" ");
}
