import type { SyncClient } from "../sync";
import { useReadable } from "../sync/use-sync";
import { useDocumentSession } from "./document-session";
import { DocumentSkeleton } from "./Skeletons";
import { StoppedPage } from "./StoppedPage";
import { Workspace } from "./Workspace";

/** One open document. */
export function DocumentPage({ documentId }: { readonly documentId: string }) {
  const client = useDocumentSession(documentId);
  if (client === null) return <DocumentSkeleton />;
  return <OpenDocument documentId={documentId} client={client} />;
}

interface Props {
  readonly documentId: string;
  readonly client: SyncClient;
}

/** The document, or why it is not there: never an empty page that could be taken for it. */
function OpenDocument({ documentId, client }: Props) {
  const { loaded, status } = useReadable(client);
  const isStopped = !loaded && status.kind !== "connecting" && status.kind !== "loading";
  return isStopped ? (
    <StoppedPage client={client} />
  ) : (
    <Workspace documentId={documentId} client={client} />
  );
}
