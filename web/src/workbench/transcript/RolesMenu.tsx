import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowsExchange, IconCheck } from "@tabler/icons-react";
import { memo, useContext } from "react";
import { useTranslation } from "react-i18next";

import { useNamed } from "../sealed/marks";
import type { Role, Transcript } from "../types";
import { landmark } from "./RevisionMenu";
import { WordDeskContext } from "./wordDesk";

const MOST_LETTERS = 60;

/** Says which side of the call is the agent, where the machine took it wrongly or could not tell. */
export const RolesMenu = memo(function RolesMenu() {
  const { t } = useTranslation("workbench");
  const desk = useContext(WordDeskContext);
  if (desk?.asked !== null || desk.transcript.parties.length !== 2) return null;
  const { transcript } = desk;
  return (
    <Menu
      position="bottom-end"
      shadow="sm"
      width={300}
      transitionProps={{ duration: 0 }}
      portalProps={{ target: landmark() }}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t("roles.menu")}
          title={t("roles.menu")}
          loading={desk.busy}
        >
          <IconArrowsExchange size={16} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("roles.who")}</Menu.Label>
        {transcript.parties.map((role, party) => (
          <Menu.Item
            key={party}
            aria-current={role === "agent"}
            rightSection={role === "agent" && <IconCheck size={16} stroke={2} role="img" aria-label={t("roles.now")} />}
            onClick={() => {
              if (role !== "agent") desk.sayRoles(rolesWith(party));
            }}
          >
            <Side words={firstWords(transcript, party)} number={party + 1} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
});

function Side({ words, number }: { words: string | null; number: number }) {
  const { t } = useTranslation("workbench");
  const named = useNamed();
  return <bdi>{words === null ? t("roles.silent", { number }) : t("roles.begins", { words: named(words) })}</bdi>;
}

function rolesWith(agent: number): Role[] {
  return agent === 0 ? ["agent", "customer"] : ["customer", "agent"];
}

/** How a side of the call begins to speak: it is known by that, and not by a number. */
function firstWords({ turns }: Transcript, party: number): string | null {
  const text = turns.find((turn) => turn.party === party && turn.words.length > 0)?.text;
  if (text === undefined) return null;
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS).trimEnd()}…` : text;
}
