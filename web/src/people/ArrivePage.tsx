import { Anchor, Text } from "@mantine/core";
import { Link, useLocation } from "wouter";
import { texts } from "../app/texts";
import { Narrow } from "../ui/Narrow";
import { NameForm } from "./NameForm";

/** The first ten seconds: one field, then writing. */
export function ArrivePage() {
  const [address] = useLocation();
  return (
    <Narrow product={texts.product} heading={texts.arrive.heading}>
      <Text c="dimmed" mb="lg">
        {texts.arrive.lead}
      </Text>
      <NameForm submit={texts.arrive.start} />
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
