import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconRosetteDiscountCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import type { DraftCheck } from "../../api";
import { Problem } from "../../ui/Problem";
import { useTexts } from "../../workbench/language";
import { draftDesk } from "./desk";
import { usePublish } from "./queries";

interface PublishDraftProps {
  source: string;
  check: DraftCheck;
  /** Whether this very text was replayed. */
  tried: boolean;
}

/** The last step. A published version never changes, so it is asked for twice. */
export function PublishDraft({ source, check, tried }: PublishDraftProps) {
  const { t } = useTranslation("rubrics");
  const textIn = useTexts();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const publish = usePublish();
  const { draft } = check;
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
        closeButtonProps={{ "aria-label": t("common:close") }}
        centered
      >
        <Stack gap="md">
          <Text fw={550}>
            <bdi>{textIn(draft.title)}</bdi>
          </Text>
          <Text>{t(`publish.from_now.${draft.language}`)}</Text>
          <Text>{t("publish.for_good")}</Text>
          {!tried && <Text c="dimmed">{t("publish.not_tried")}</Text>}
          {publish.isError && <Problem problem={publish.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("common:cancel")}
            </Button>
            <Button
              loading={publish.isPending}
              onClick={() => {
                publish.mutate(source, {
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
