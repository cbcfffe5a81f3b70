import { Button, Group, Modal, Stack, Text, Textarea, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconGavel } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Problem } from "../../ui/Problem";
import { useKeepCase } from "./queries";

const LONGEST_REASON = 2000;

interface KeepCaseProps {
  evaluationId: string;
  questionId: string;
  className?: string;
}

/** A trainer keeps what a person answered, so that every later rubric and model is held against it. */
export function KeepCase({ evaluationId, questionId, className }: KeepCaseProps) {
  const { t } = useTranslation("cases");
  const [open, setOpen] = useState(false);
  const [why, setWhy] = useState("");
  const keep = useKeepCase();
  const close = () => {
    setOpen(false);
    setWhy("");
    keep.reset();
  };
  return (
    <>
      <UnstyledButton
        className={className}
        onClick={() => {
          setOpen(true);
        }}
      >
        <IconGavel size={15} stroke={1.8} aria-hidden />
        {t("keep.open")}
      </UnstyledButton>
      <Modal
        opened={open}
        onClose={close}
        title={t("keep.title")}
        centered
      >
        <Stack>
          <Text>{t("keep.body")}</Text>
          <Textarea
            label={t("keep.why")}
            autosize
            minRows={2}
            maxLength={LONGEST_REASON}
            required
            value={why}
            onChange={(event) => {
              setWhy(event.currentTarget.value);
            }}
          />
          {keep.isError && <Problem problem={keep.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("common:cancel")}
            </Button>
            <Button
              disabled={why.trim() === ""}
              loading={keep.isPending}
              onClick={() => {
                keep.mutate(
                  { evaluation_id: evaluationId, question_id: questionId, why: why.trim() },
                  {
                    onSuccess: () => {
                      notifications.show({ message: t("keep.done") });
                      close();
                    },
                  },
                );
              }}
            >
              {t("keep.yes")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
