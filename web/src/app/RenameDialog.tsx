import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { FormError } from "../people/FormError";
import { api } from "../wire/api";
import type { DocumentInfo } from "../wire/types";
import { documentsQuery } from "./queries";
import { texts } from "./texts";

interface Props {
  readonly document: DocumentInfo;
  readonly onClose: () => void;
}

/** Asks for a document's new title. */
export function RenameDialog({ document, onClose }: Props) {
  const [title, setTitle] = useState(document.title);
  const client = useQueryClient();
  const rename = useMutation({
    mutationFn: () => api.renameDocument(document.id, title.trim()),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: documentsQuery.queryKey });
      onClose();
    },
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    rename.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={texts.list.renameHeading}>
      <form onSubmit={onSubmit}>
        <TextInput
          label={texts.list.renameField}
          data-autofocus
          required
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <FormError error={rename.error} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" loading={rename.isPending}>
            {texts.common.save}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
