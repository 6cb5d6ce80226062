import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { errorText } from "../people/FormError";
import { announce } from "../ui/Announcer";
import { api } from "../wire/api";
import type { DocumentInfo } from "../wire/types";
import { documentsQuery } from "./queries";
import { texts } from "./texts";

/** How long the way back is offered, in ms. */
const UNDO_FOR_MS = 10_000;

/** Deletes a document at once and offers to bring it back. */
export function useDeleteDocument() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (document: DocumentInfo) => api.deleteDocument(document.id),
    onSuccess: (_, document) => {
      client.setQueryData(documentsQuery.queryKey, (documents) =>
        documents?.filter((one) => one.id !== document.id),
      );
      offerUndo(client, document);
    },
    onError: (error) => notifications.show({ color: "red", message: errorText(error) }),
  });
}

function offerUndo(client: QueryClient, document: DocumentInfo): void {
  const title = document.title === "" ? texts.list.untitled : document.title;
  const id = `deleted-${document.id}`;
  const undo = async (): Promise<void> => {
    notifications.hide(id);
    try {
      await api.undeleteDocument(document.id);
      announce(texts.list.restored(title));
    } catch (error) {
      notifications.show({ color: "red", message: errorText(error as Error) });
    }
    await client.invalidateQueries({ queryKey: documentsQuery.queryKey });
  };
  notifications.show({
    id,
    autoClose: UNDO_FOR_MS,
    withCloseButton: false,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" truncate>
          {texts.list.deleted(title)}
        </Text>
        <Button size="compact-sm" variant="subtle" onClick={undo}>
          {texts.common.undo}
        </Button>
      </Group>
    ),
  });
}
