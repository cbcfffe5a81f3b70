import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconRosetteDiscountCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import type { CasesStanding, DraftCheck } from "../../api";
import { Problem } from "../../ui/Problem";
import { useTexts } from "../../workbench/language";
import { draftDesk } from "./desk";
import { usePublish } from "./queries";

interface PublishDraftProps {
  source: string;
  check: DraftCheck;
  /** What people settled and this draft breaks, or was not asked. */
  standing: CasesStanding | undefined;
  /** Whether this very text was replayed. */
  tried: boolean;
}

const LONGEST_REASON = 2000;

/** The last step. A published version never changes, so it is asked for twice. */
export function PublishDraft({ source, check, standing, tried }: PublishDraftProps) {
  const { t } = useTranslation("rubrics");
  const textIn = useTexts();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [despite, setDespite] = useState("");
  const publish = usePublish();
  const { draft } = check;
  const between = standing !== undefined && standing.broken + standing.untried > 0;
  if (draft === null) return null;
  const close = () => {
    setOpen(false);
    publish.reset();
  };
  return (
    <>
      <Button
        variant={tried ? "filled" : "light"}
        leftSection={<IconRosetteDiscountCheck size={18} stroke={1.7} />}
        disabled={check.standing !== "publishable"}
        onClick={() => {
          setOpen(true);
        }}
      >
        {t("publish.open")}
      </Button>
      <Modal
        opened={open}
        onClose={close}
        title={t("publish.title", { version: draft.version })}
        centered
      >
        <Stack gap="md">
          <Text fw={550}>
            <bdi>{textIn(draft.title)}</bdi>
          </Text>
          <Text>{t(`publish.from_now.${draft.language}`)}</Text>
          <Text>{t("publish.for_good")}</Text>
          {!tried && <Text c="dimmed">{t("publish.not_tried")}</Text>}
          {between && <Despite standing={standing} words={despite} onWrite={setDespite} />}
          {publish.isError && <Problem problem={publish.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("common:cancel")}
            </Button>
            <Button
              loading={publish.isPending}
              disabled={between && despite.trim() === ""}
              onClick={() => {
                publish.mutate({ source, despite: between ? despite.trim() : null }, {
                  onSuccess: (rubric) => {
                    notifications.show({ message: t("publish.done", { version: rubric.version }) });
                    draftDesk.clear();
                    void navigate(`/rubrics/published/${rubric.id}`);
                  },
                });
              }}
            >
              {t("publish.yes")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

interface DespiteProps {
  standing: CasesStanding;
  words: string;
  onWrite: (words: string) => void;
}

/** Whoever goes on past what people settled says why. */
function Despite({ standing, words, onWrite }: DespiteProps) {
  const { t } = useTranslation("cases");
  return (
    <Stack gap="xs">
      {standing.broken > 0 && <Text>{t("publish.broken", { count: standing.broken })}</Text>}
      {standing.untried > 0 && <Text>{t("publish.untried", { count: standing.untried })}</Text>}
      <Textarea
        label={t("publish.despite")}
        autosize
        minRows={2}
        maxLength={LONGEST_REASON}
        required
        value={words}
        onChange={(event) => {
          onWrite(event.currentTarget.value);
        }}
      />
    </Stack>
  );
}
