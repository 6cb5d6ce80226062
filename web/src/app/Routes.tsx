import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, Route, Switch } from "wouter";
import { ArrivePage } from "../people/ArrivePage";
import { JoinPage } from "../people/JoinPage";
import { SignInPage } from "../people/SignInPage";
import { Notice } from "../ui/Notice";
import { DocumentListPage } from "./DocumentListPage";
import { later } from "./later";
import { meQuery } from "./queries";
import { DocumentSkeleton, PageSkeleton } from "./Skeletons";
import { texts } from "./texts";
import { PAGE_FONT } from "./theme";

const loadDocumentPage = () => import("./DocumentPage").then((module) => module.DocumentPage);

const DocumentPage = later(loadDocumentPage, <DocumentSkeleton />);
const NumbersPage = later(
  () => import("../numbers/NumbersPage").then((module) => module.NumbersPage),
  <PageSkeleton />,
);

// The editor is wanted next, if not now: it comes while the server says who this is, and with it the letters of
// the text, which is laid out twice if they come late, and in others if they do not.
if (window.location.pathname.startsWith("/d/")) {
  void loadDocumentPage();
  document.fonts.load(`1em "${PAGE_FONT}"`).catch(() => undefined);
} else window.addEventListener("load", () => void loadDocumentPage(), { once: true });

/** Which page an address shows. */
export function Routes() {
  return (
    <Switch>
      <Route path="/">
        <WithPerson waiting={<PageSkeleton />}>
          <DocumentListPage />
        </WithPerson>
      </Route>
      <Route path="/d/:id">
        {({ id }) => (
          <WithPerson waiting={<DocumentSkeleton />}>
            <DocumentPage key={id} documentId={id} />
          </WithPerson>
        )}
      </Route>
      <Route path="/d/:id/numbers">
        {({ id }) => (
          <WithPerson waiting={<PageSkeleton />}>
            <NumbersPage key={id} documentId={id} />
          </WithPerson>
        )}
      </Route>
      <Route path="/join/:token">{({ token }) => <JoinPage token={token} />}</Route>
      <Route path="/sign-in">
        <SignInPage />
      </Route>
      <Route>
        <Notice heading={texts.trouble.notFoundHeading} text="">
          <Anchor component={Link} href="/">
            {texts.common.goToDocuments}
          </Anchor>
        </Notice>
      </Route>
    </Switch>
  );
}

/** How soon in ms a server that did not answer is asked again. */
const RETRY_MS = 3_000;

/** Asks for a name (or an account) before anything else when the server does not know who it is. */
function WithPerson({ children, waiting }: { children: ReactNode; waiting: ReactNode }) {
  const me = useQuery({
    ...meQuery,
    refetchInterval: ({ state }) => (state.status === "error" ? RETRY_MS : false),
  });
  if (me.data === undefined) {
    if (me.isPending && me.failureCount < 2) return waiting;
    return <Notice heading={texts.trouble.unreachableHeading} text={texts.trouble.waiting} busy />;
  }
  if (me.data.person !== null) return children;
  return me.data.open ? <ArrivePage /> : <SignInPage />;
}
