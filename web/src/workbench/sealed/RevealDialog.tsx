import { Alert, Button, Group, Text, Textarea } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { Dialog } from "../Dialog";
import { RevealedNumbers } from "./RevealedNumbers";
import type { SealedDesk } from "./sealedDesk";

const FEWEST_LETTERS = 3;
const MOST_LETTERS = 200;

interface RevealProps {
  desk: SealedDesk;
  callId: string;
  revision: number;
  /** Told before the sound of a number begins. */
  onPlay: () => void;
}

/** Nobody sees a number without saying why: the reason is kept in the audit trail. Then all of them are shown here. */
export function RevealDialog({ desk, ...heard }: RevealProps) {
  const { t } = useTranslation("workbench");
  const opened = desk.opened !== null;
  return (
    <Dialog opened={desk.asking} onClose={desk.leave} title={t(opened ? "sealed.revealed_title" : "sealed.title")}>
      {opened ? <RevealedNumbers desk={desk} {...heard} /> : <Reason desk={desk} />}
    </Dialog>
  );
}

function Reason({ desk }: { desk: SealedDesk }) {
  const { t } = useTranslation("workbench");
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    if (reason.trim().length < FEWEST_LETTERS) setMissing(true);
    else desk.reveal(reason.trim());
  };
  return (
    <form onSubmit={send}>
      <Text size="sm" mb="sm">
        {t("sealed.explained")}
      </Text>
      <Textarea
        data-autofocus
        label={t("sealed.reason")}
        placeholder={t("sealed.reason_hint")}
        error={missing ? t("sealed.reason_missing") : undefined}
        maxLength={MOST_LETTERS}
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          setMissing(false);
        }}
      />
      {desk.problem !== null && (
        <Alert color="gray" mt="sm" role="alert">
          {desk.problem}
        </Alert>
      )}
      <Group gap="xs" mt="md">
        <Button type="submit" size="sm" loading={desk.busy}>
          {t("sealed.reveal_button")}
        </Button>
        <Button size="sm" variant="subtle" color="gray" onClick={desk.leave}>
          {t("sealed.cancel")}
        </Button>
      </Group>
    </form>
  );
}
