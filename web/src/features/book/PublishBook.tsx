import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconRosetteDiscountCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import type { BookDraftOut } from "../../api";
import { Problem } from "../../ui/Problem";
import { Changes } from "./Changes";
import { Findings } from "./Findings";
import { useDraftChanges } from "./queries";

/** From now on everybody reads it. What is new is looked over once more; errors must be mended first. */
export function PublishBook({ draft }: { draft: BookDraftOut }) {
  const { t } = useTranslation("book");
  const navigate = useNavigate();
  const { publish } = useDraftChanges();
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState("");
  const errors = draft.findings.filter((finding) => finding.severity === "error");
  const close = () => {
    setOpen(false);
    publish.reset();
  };
  return (
    <>
      <Button
        disabled={draft.changes.length === 0}
        leftSection={<IconRosetteDiscountCheck size={18} stroke={1.7} aria-hidden />}
        onClick={() => {
          setOpen(true);
        }}
      >
        {t("publish.open")}
      </Button>
      <Modal
        opened={open}
        onClose={close}
        title={t("publish.title", { number: draft.number })}
        size="lg"
      >
        <Stack gap="md">
          <Text>{t("publish.for_good")}</Text>
          <Changes changes={draft.changes} />
          {errors.length > 0 && <Findings findings={errors} entries={draft.entries} />}
          <Textarea
            label={t("publish.note")}
            description={t("publish.note_hint")}
            autosize
            minRows={2}
            maxLength={2000}
            value={note}
            onChange={(event) => {
              setNote(event.currentTarget.value);
            }}
          />
          {publish.isError && <Problem problem={publish.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("common:cancel")}
            </Button>
            <Button
              loading={publish.isPending}
              disabled={errors.length > 0}
              onClick={() => {
                publish.mutate(
                  { version: draft.version, note },
                  {
                    onSuccess: (book) => {
                      notifications.show({ message: t("publish.done", { number: book.number }) });
                      void navigate("/book");
                    },
                  },
                );
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
