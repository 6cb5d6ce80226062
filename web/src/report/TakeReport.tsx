import { Button, Loader, Modal, Text, Title } from "@mantine/core";
import { IconDownload, IconEye } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { FormError } from "../people/FormError";
import { announce } from "../ui/Announcer";
import { api } from "../wire/api";
import type { ReportFile, ReportFormat } from "../wire/numbers";
import styles from "./TakeReport.module.css";
import { reportTexts as words } from "./texts";

const FORMATS = Object.keys(words.formats) as ReportFormat[];

/** The reports on a document: each can be saved, the page looked at first. */
export function TakeReport({ documentId }: { readonly documentId: string }) {
  const id = useId();
  const [page, setPage] = useState<{ file: ReportFile; html: string } | null>(null);
  const save = useMutation({
    mutationFn: (format: ReportFormat) => api.report(documentId, format),
    onSuccess: keep,
  });
  const preview = useMutation({
    mutationFn: async () => {
      const file = await api.report(documentId, "html");
      return { file, html: await file.data.text() };
    },
    onSuccess: setPage,
  });
  return (
    <section className={styles.section} aria-labelledby={id}>
      <Title order={2} fz={18} id={id}>
        {words.heading}
      </Title>
      <p className={styles.lead}>{words.lead}</p>
      <Busy
        icon={<IconEye size={16} stroke={1.7} />}
        busy={preview.isPending}
        onPress={() => preview.mutate()}
      >
        {words.preview}
      </Busy>
      <ul className={styles.formats}>
        {FORMATS.map((format) => (
          <li key={format}>
            <div>
              <Text fw={500}>{words.formats[format].name}</Text>
              <Text size="sm" c="dimmed">
                {words.formats[format].text}
              </Text>
            </div>
            <Busy
              size="xs"
              icon={<IconDownload size={15} stroke={1.7} />}
              label={words.saveOf(words.formats[format].name)}
              busy={save.isPending && save.variables === format}
              onPress={() => save.mutate(format)}
            >
              {words.save}
            </Busy>
          </li>
        ))}
      </ul>
      <FormError error={save.error ?? preview.error} />
      <Modal
        opened={page !== null}
        onClose={() => setPage(null)}
        title={words.previewOf}
        size={900}
      >
        {page !== null && (
          <>
            <iframe
              className={styles.preview}
              title={words.previewOf}
              srcDoc={page.html}
              sandbox=""
            />
            <Button
              mt="sm"
              leftSection={<IconDownload size={16} stroke={1.7} />}
              onClick={() => keep(page.file)}
            >
              {words.saveOf(page.file.name)}
            </Button>
          </>
        )}
      </Modal>
    </section>
  );
}

interface BusyProps {
  readonly icon: ReactNode;
  readonly busy: boolean;
  readonly onPress: () => void;
  readonly size?: "xs" | "sm";
  readonly label?: string;
  readonly children: string;
}

/** A button that keeps the focus while it works; pressing it again then does nothing. */
function Busy({ icon, busy, onPress, size = "sm", label, children }: BusyProps) {
  return (
    <Button
      variant="default"
      size={size}
      leftSection={busy ? <Loader size={15} aria-hidden /> : icon}
      aria-busy={busy}
      aria-label={label ?? children}
      onClick={() => !busy && onPress()}
    >
      {children}
    </Button>
  );
}

/** Hands a file to the browser's downloads. */
function keep({ name, data }: ReportFile): void {
  const address = URL.createObjectURL(data);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
  announce(words.saved(name));
}
