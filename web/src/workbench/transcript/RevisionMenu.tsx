import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDownload, IconHistory } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { memo, useContext, useState } from "react";
import { useTranslation } from "react-i18next";

import { modelsOf } from "../../ui/engines";
import { formatDateTime } from "../../ui/format";
import { useTakeAway } from "../../ui/useTakeAway";
import { readRevisions } from "../api";
import type { Revision } from "../types";
import styles from "./RevisionMenu.module.css";
import { type WordDesk, WordDeskContext } from "./wordDesk";

const KINDS = ["vtt", "srt", "json", "ctm", "rttm"] as const;
const FORMS = ["contact-lens", "vcon"] as const;

/** The older words of a call, and its transcript as a file. */
export const RevisionMenu = memo(function RevisionMenu() {
  const takeAway = useTakeAway();
  const { t } = useTranslation("workbench");
  const desk = useContext(WordDeskContext);
  if (desk === null) return null;
  return (
    <>
      <Revisions desk={desk} />
      <Menu
        position="bottom-end"
        shadow="sm"
        transitionProps={{ duration: 0 }}
        portalProps={{ target: landmark() }}
        withInitialFocusPlaceholder={false}
      >
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t("words.download")} title={t("words.download")}>
            <IconDownload size={16} stroke={1.7} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {KINDS.map((kind) => (
            <Menu.Item
              key={kind}
              component="a"
              download
              href={`/api/calls/${desk.callId}/transcript.${kind}?revision=${desk.transcript.revision}`}
              onClick={takeAway}
            >
              {t(`words.kind.${kind}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>{t("words.analysis")}</Menu.Label>
          {FORMS.map((form) => (
            <Menu.Item
              key={form}
              component="a"
              download
              href={`/api/calls/${desk.callId}/analysis/${form}.json`}
              onClick={takeAway}
            >
              {t(`words.form.${form}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
});

function Revisions({ desk }: { desk: WordDesk }) {
  const { t } = useTranslation("workbench");
  const [opened, setOpened] = useState(false);
  const revisions = useQuery({
    queryKey: ["revisions", desk.callId],
    queryFn: () => readRevisions(desk.callId),
    enabled: opened,
  });
  return (
    <Menu
      position="bottom-end"
      shadow="sm"
      opened={opened}
      onChange={setOpened}
      transitionProps={{ duration: 0 }}
      portalProps={{ target: landmark() }}
      withInitialFocusPlaceholder={false}
      // The list scrolls, and what scrolls has to be within reach of the Tab key.
      menuItemTabIndex={0}
    >
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t("words.revisions")} title={t("words.revisions")}>
          <IconHistory size={16} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={360} className={styles.list}>
        {(revisions.data ?? []).map((revision) => (
          <Menu.Item
            key={revision.revision}
            aria-current={revision.revision === desk.transcript.revision}
            className={styles.choice}
            onClick={() => {
              desk.ask(revision.shown ? null : revision.revision);
            }}
          >
            <Line revision={revision} />
          </Menu.Item>
        ))}
        {revisions.isPending && <Menu.Label role="status">{t("words.revisions_loading")}</Menu.Label>}
        {revisions.isError && <Menu.Label>{t("problem.transcript")}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}

function Line({ revision }: { revision: Revision }) {
  const { t, i18n } = useTranslation("workbench");
  const { origin, person_name: name, created_at: at, engine, shown } = revision;
  return (
    <span className={styles.line}>
      <span>
        {origin === "corrected" ? t("words.by_person", { name: name ?? "" }) : t("words.by_machine")}
        {shown && <span className={styles.shown}> · {t("words.shown")}</span>}
      </span>
      <span className={styles.detail}>
        <bdi>{formatDateTime(at, i18n.language)}</bdi>
        {origin === "machine" && (
          <>
            {" · "}
            <bdi dir="ltr" title={engine}>
              {modelsOf(engine)}
            </bdi>
          </>
        )}
      </span>
    </span>
  );
}

/** Says that other words are looked at than those that people see, and how to go back or to take these. */
export const OtherWords = memo(function OtherWords() {
  const { t } = useTranslation("workbench");
  const desk = useContext(WordDeskContext);
  if (desk?.asked == null) return null;
  return (
    <div className={styles.other} role="status">
      <span>{t(`words.looking_at.${desk.transcript.origin}`)}</span>
      <Button
        size="compact-xs"
        variant="light"
        onClick={() => {
          desk.ask(null);
        }}
      >
        {t("words.back")}
      </Button>
      <Button size="compact-xs" variant="subtle" loading={desk.busy} onClick={desk.choose}>
        {t("words.choose")}
      </Button>
    </div>
  );
});

/** Menus open inside the page's main part, so that those who move by landmarks find them there. */
export function landmark(): HTMLElement {
  return document.querySelector("main") ?? document.body;
}
