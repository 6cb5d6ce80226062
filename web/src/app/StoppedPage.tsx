import { Anchor, Button } from "@mantine/core";
import { Link, useLocation } from "wouter";
import type { SyncClient } from "../sync";
import { useReadable } from "../sync/use-sync";
import { Notice } from "../ui/Notice";
import { texts } from "./texts";

/** In place of the page when there is no text to show: what happened, what is safe, what next. */
export function StoppedPage({ client }: { readonly client: SyncClient }) {
  const { status } = useReadable(client);
  const [address] = useLocation();
  const home = (
    <Anchor component={Link} href="/">
      {texts.common.goToDocuments}
    </Anchor>
  );
  switch (status.kind) {
    case "gone":
      return (
        <Notice heading={texts.trouble.goneHeading} text={texts.trouble.goneText}>
          {home}
        </Notice>
      );
    case "refused":
      return (
        <Notice heading={texts.trouble.revokedHeading} text={status.message}>
          {home}
        </Notice>
      );
    case "signed-out":
      return (
        <Notice heading={texts.trouble.signedOutHeading} text={texts.trouble.signedOutText}>
          <Button component={Link} href={`/sign-in?next=${encodeURIComponent(address)}`}>
            {texts.account.signIn}
          </Button>
        </Notice>
      );
    default:
      return (
        <Notice heading={texts.trouble.offlineHeading} text={texts.trouble.offlineText} busy>
          <Button variant="default" onClick={() => client.retry()}>
            {texts.common.tryAgain}
          </Button>
        </Notice>
      );
  }
}
