import { Loader, Modal, Tabs, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { assistantQuery } from "../app/queries";
import { texts } from "../app/texts";
import { errorText } from "../people/FormError";
import type { Role } from "../wire/types";
import { BriefForm } from "./BriefForm";
import { RecipesTab } from "./RecipesTab";
import { RulesForm } from "./RulesForm";
import { UsageTable } from "./UsageTable";

interface Props {
  readonly documentId: string;
  readonly role: Role;
  readonly onClose: () => void;
}

/** What the team agrees on for the assistant: brief, recipes, rules; and what it used. */
export function AssistantDialog({ documentId, role, onClose }: Props) {
  const words = texts.desk;
  const assistant = useQuery(assistantQuery(documentId));
  const data = assistant.data;
  return (
    <Modal opened onClose={onClose} title={words.heading} size={620}>
      {assistant.isPending && <Loader size="sm" />}
      {assistant.isError && (
        <Text size="sm" c="var(--byline-danger)">
          {words.failed} {errorText(assistant.error)}
        </Text>
      )}
      {data !== undefined && (
        <Tabs defaultValue={data.policy.assistant ? "brief" : "rules"} keepMounted={false}>
          <Tabs.List mb="md">
            {(["brief", "recipes", "rules", "usage"] as const).map((tab) => (
              <Tabs.Tab key={tab} value={tab}>
                {words.tabs[tab]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="brief">
            <BriefForm documentId={documentId} brief={data.brief} />
          </Tabs.Panel>
          <Tabs.Panel value="recipes">
            <RecipesTab documentId={documentId} recipes={data.recipes} models={data.models} />
          </Tabs.Panel>
          <Tabs.Panel value="rules">
            <RulesForm
              documentId={documentId}
              assistant={data}
              mayChange={role === "coordinator"}
            />
          </Tabs.Panel>
          <Tabs.Panel value="usage">
            <UsageTable documentId={documentId} />
          </Tabs.Panel>
        </Tabs>
      )}
    </Modal>
  );
}
