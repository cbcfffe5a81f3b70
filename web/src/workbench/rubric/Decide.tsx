import { Button, Group } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { Dialog } from "../Dialog";
import { useTexts } from "../language";
import { isWaiting } from "./answers";
import styles from "./RubricPanel.module.css";
import type { Desk } from "./useDesk";

/** Which dialog stands before the step: what still waits, or whether to publish. */
export type Asking = "waiting" | "publish" | null;

const AFTER_CLOSING_MS = 300;

interface DecideProps {
  desk: Desk;
  asking: Asking;
  onAsk: (what: Asking) => void;
}

/** Submitting and then publishing; each is said once more in words before it happens where it matters. */
export function Decide({ desk, asking, onAsk }: DecideProps) {
  const { t } = useTranslation("workbench");
  const { state, call } = desk.snapshot.evaluation;
  // Practice is shown to its agent from the beginning, so that nothing has to be sent.
  const sends = state === "submitted" && call.purpose !== "practice";
  const close = (): void => {
    onAsk(null);
  };
  return (
    <>
      {state === "draft" && (
        <Button
          size="sm"
          aria-describedby="signing"
          onClick={() => {
            requestSubmit(desk, onAsk);
          }}
        >
          {t("decide.submit")}
        </Button>
      )}
      {sends && (
        <Button
          size="sm"
          leftSection={<IconSend size={16} stroke={1.7} className={styles.send} />}
          onClick={() => {
            onAsk("publish");
          }}
        >
          {t("decide.publish")}
        </Button>
      )}
      <Dialog opened={asking !== null} onClose={close} title={t(`decide.${asking ?? "waiting"}_title`)}>
        {asking === "publish" ? <Publish desk={desk} onClose={close} /> : <StillWaiting desk={desk} onClose={close} />}
      </Dialog>
    </>
  );
}

/** Submits where everything is decided, and otherwise shows what still waits: a review ends with every question answered. */
export function requestSubmit(desk: Desk, onAsk: (what: Asking) => void): void {
  if (desk.questions.some(isWaiting)) onAsk("waiting");
  else desk.change({ kind: "submit" });
}

function StillWaiting({ desk, onClose }: { desk: Desk; onClose: () => void }) {
  const { t } = useTranslation("workbench");
  const textIn = useTexts();
  const waiting = desk.questions.filter(isWaiting);
  return (
    <>
      <p className={styles.ask}>{t("decide.waiting_body", { count: waiting.length })}</p>
      <ul className={styles.waitingList}>
        {waiting.map((question) => (
          <li key={question.id} dir="auto">
            {textIn(question.text)}
          </li>
        ))}
      </ul>
      <Group justify="flex-end" mt="lg">
        <Button
          data-autofocus
          onClick={() => {
            onClose();
            // Closing gives the focus back first.
            setTimeout(() => {
              desk.goTo(waiting[0]?.id ?? null);
            }, AFTER_CLOSING_MS);
          }}
        >
          {t("decide.go_on")}
        </Button>
      </Group>
    </>
  );
}

function Publish({ desk, onClose }: { desk: Desk; onClose: () => void }) {
  const { t } = useTranslation("workbench");
  return (
    <>
      <p className={styles.ask}>{t("decide.publish_body")}</p>
      <Group justify="flex-end" mt="lg">
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t("answer.cancel")}
        </Button>
        <Button
          data-autofocus
          onClick={() => {
            desk.change({ kind: "publish" });
            onClose();
          }}
        >
          {t("decide.publish_yes")}
        </Button>
      </Group>
    </>
  );
}
