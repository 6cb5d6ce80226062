import { Loader, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { texts } from "../app/texts";
import { errorText } from "../people/FormError";
import { api } from "../wire/api";
import type { Usage } from "../wire/assistant";

const NUMBER = new Intl.NumberFormat("en");
const DOLLARS = new Intl.NumberFormat("en", {
  style: "currency",
  currency: "USD",
  maximumFractionDigits: 4,
});

/** What everybody asked the assistant of this document, and what it cost. */
export function UsageTable({ documentId }: { readonly documentId: string }) {
  const words = texts.desk.usage;
  const usage = useQuery({
    queryKey: ["usage", documentId],
    queryFn: ({ signal }) => api.usage(documentId, signal),
  });
  if (usage.isPending) return <Loader size="sm" />;
  if (usage.isError)
    return (
      <Text size="sm" c="var(--byline-danger)">
        {texts.desk.failed} {errorText(usage.error)}
      </Text>
    );
  if (usage.data.length === 0) return <Text size="sm">{words.none}</Text>;
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {words.lead}
      </Text>
      <Table.ScrollContainer minWidth={420}>
        <Table withRowBorders={false} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.person}</Table.Th>
              {[words.requests, words.suggestions, words.tokens, words.cost].map((name) => (
                <Table.Th key={name} ta="right">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {usage.data.map((row) => (
              <Row key={row.person.id} name={row.person.name} of={[row]} />
            ))}
          </Table.Tbody>
          {usage.data.length > 1 && (
            <Table.Tfoot>
              <Row name={words.total} of={usage.data} />
            </Table.Tfoot>
          )}
        </Table>
      </Table.ScrollContainer>
    </>
  );
}

function Row({ name, of }: { readonly name: string; readonly of: readonly Usage[] }) {
  const sum = (value: (row: Usage) => number): number =>
    of.reduce((total, row) => total + value(row), 0);
  const cells = [
    NUMBER.format(sum((row) => row.requests)),
    NUMBER.format(sum((row) => row.suggestions)),
    NUMBER.format(sum((row) => row.input_tokens + row.output_tokens)),
    DOLLARS.format(sum((row) => row.cost)),
  ];
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        {name}
      </Table.Th>
      {cells.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
        <Table.Td key={index} ta="right" style={{ fontVariantNumeric: "tabular-nums" }}>
          {cell}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}
