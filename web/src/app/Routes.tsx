import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense } from "react";
import { Link, Route, Switch } from "wouter";
import { ArrivePage } from "../people/ArrivePage";
import { JoinPage } from "../people/JoinPage";
import { SignInPage } from "../people/SignInPage";
import { Notice } from "../ui/Notice";
import { DocumentListPage } from "./DocumentListPage";
import { meQuery } from "./queries";
import { DocumentSkeleton, PageSkeleton } from "./Skeletons";
import { texts } from "./texts";

const loadDocumentPage = () =>
  import("./DocumentPage").then((module) => ({ default: module.DocumentPage }));

const DocumentPage = lazy(loadDocumentPage);

// The editor is wanted next, if not now: it comes while the server says who this is.
if (window.location.pathname.startsWith("/d/")) void loadDocumentPage();
else window.addEventListener("load", () => void loadDocumentPage(), { once: true });

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
            <Suspense fallback={<DocumentSkeleton />}>
              <DocumentPage key={id} documentId={id} />
            </Suspense>
          </WithPerson>
        )}
      </Route>
      <Route path="/join/:token">{({ token }) => <JoinPage token={token} />}</Route>
      <Route path="/sign-in">
        <SignInPage />
      </Route>
      <Route>
        <Notice heading={texts.trouble.notFoundHeading} text="">
          <Link href="/">{texts.common.goToDocuments}</Link>
        </Notice>
      </Route>
    </Switch>
  );
}

/** Asks for a name (or an account) before anything else when the server does not know who it is. */
function WithPerson({ children, waiting }: { children: ReactNode; waiting: ReactNode }) {
  const me = useQuery(meQuery);
  if (me.data === undefined) {
    if (me.isPending && me.failureCount < 2) return waiting;
    return <Notice heading={texts.trouble.offlineHeading} text={texts.trouble.network} busy />;
  }
  if (me.data.person !== null) return children;
  return me.data.open ? <ArrivePage /> : <SignInPage />;
}
