import { useDocumentSession } from "./document-session";
import { DocumentSkeleton } from "./Skeletons";
import { Workspace } from "./Workspace";

/** One open document. */
export function DocumentPage({ documentId }: { readonly documentId: string }) {
  const client = useDocumentSession(documentId);
  if (client === null) return <DocumentSkeleton />;
  return <Workspace documentId={documentId} client={client} />;
}
