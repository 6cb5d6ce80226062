import { Anchor, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useLocation } from "wouter";
import { documentsQuery } from "../app/queries";
import { texts } from "../app/texts";
import { Narrow } from "../ui/Narrow";
import { NameForm } from "./NameForm";

/** The first ten seconds: one field, then writing. */
export function ArrivePage() {
  const [address, navigate] = useLocation();
  const client = useQueryClient();
  // Somebody new to a server with one document has come to write in it.
  const arrive = async (): Promise<void> => {
    if (address !== "/") return;
    const [first, second] = await client.fetchQuery(documentsQuery);
    if (first !== undefined && second === undefined) navigate(`/d/${first.id}`);
  };
  return (
    <Narrow product={texts.product} heading={texts.arrive.heading}>
      <Text c="dimmed" mb="lg">
        {texts.arrive.lead}
      </Text>
      <NameForm submit={texts.arrive.start} arrive={arrive} />
      <Anchor
        component={Link}
        href={`/sign-in?next=${encodeURIComponent(address)}`}
        size="sm"
        mt="lg"
        display="inline-block"
      >
        {texts.arrive.haveAccount}
      </Anchor>
    </Narrow>
  );
}
