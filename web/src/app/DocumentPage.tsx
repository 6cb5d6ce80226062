import type { SyncClient, SyncSnapshot } from "../sync";
import { useDocumentSession } from "./document-session";
import { DocumentSkeleton } from "./Skeletons";
import { StoppedPage } from "./StoppedPage";
import { useSelected } from "./use-selected";
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

const stopped = ({ loaded, status }: SyncSnapshot) => ({
  isStopped: !loaded && status.kind !== "connecting" && status.kind !== "loading",
});

/** The document, or why it is not there: never an empty page that could be taken for it. */
function OpenDocument({ documentId, client }: Props) {
  const { isStopped } = useSelected(client, stopped);
  return isStopped ? (
    <StoppedPage client={client} />
  ) : (
    <Workspace documentId={documentId} client={client} />
  );
}
