import { Button, Group, Loader, Text } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import type { DrillAttemptOut } from "../../../api";
import { formatDateTime, formatShare } from "../../../ui/format";
import { Problem } from "../../../ui/Problem";
import { PlayButton } from "../../../ui/sound/PlayButton";
import { useTexts } from "../../../workbench/language";
import { useNamed } from "../../../workbench/sealed/marks";
import { SimulatedBadge } from "../../simulated/SimulatedBadge";
import classes from "../Practice.module.css";
import { attemptSound, isOpen, useAttempt, useForget } from "./queries";
import { VerdictWords } from "./VerdictWords";

/** One attempt: while it is listened to, and what came of it. `own`: it may be deleted. */
export function AttemptCard({ attempt: first, own }: { attempt: DrillAttemptOut; own: boolean }) {
  const { t, i18n } = useTranslation("practice");
  const attempt = useAttempt(first);
  const when = formatDateTime(attempt.created_at, i18n.language);
  return (
    <li className={classes.result} aria-label={t("attempt_of", { when })}>
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          {when}
        </Text>
        <SimulatedBadge simulated={attempt.simulated} />
      </Group>
      {isOpen(attempt) && (
        <Group gap="sm" role="status">
          <Loader size="sm" />
          {t(`stage.${attempt.stage ?? "received"}`, { defaultValue: t("stage.received") })}
        </Group>
      )}
      {attempt.problem !== null && <Problem problem={attempt.problem} />}
      {attempt.verdict !== null && <Result attempt={attempt} />}
      {own && <Forget attempt={attempt} />}
    </li>
  );
}

function Result({ attempt }: { attempt: DrillAttemptOut }) {
  const { t, i18n } = useTranslation("practice");
  const textIn = useTexts();
  const named = useNamed();
  if (attempt.verdict === null) return null;
  const sureness = isQuoted(attempt);
  return (
    <>
      <Text fw={600} role="status">
        <VerdictWords verdict={attempt.verdict} late={attempt.late} />
      </Text>
      <p>{t(attempt.late ? "came_of.late" : `came_of.${attempt.verdict}`)}</p>
      {sureness && attempt.quote !== null && (
        <blockquote className={classes.quote}>
          <bdi>{named(attempt.quote)}</bdi>
        </blockquote>
      )}
      {attempt.simulated ? <Text size="sm">{t("simulated:attempt")}</Text> : <Sound attempt={attempt} />}
      <details className={classes.quiet}>
        <summary>{t("why")}</summary>
        {attempt.why !== null && <p>{textIn(attempt.why)}</p>}
        {attempt.probability !== null && (
          <p>{t("probability", { share: formatShare(attempt.probability, i18n.language) })}</p>
        )}
        {attempt.heard !== null && attempt.heard !== "" && (
          <p>
            {t("heard")} <bdi>{named(attempt.heard)}</bdi>
          </p>
        )}
      </details>
    </>
  );
}

/** Whether there are words that the verdict rests on. */
function isQuoted({ verdict }: DrillAttemptOut): boolean {
  return verdict === "said" || verdict === "unsure";
}

/** The reply as it was recorded, and the part of it that decided. */
function Sound({ attempt }: { attempt: DrillAttemptOut }) {
  const { t } = useTranslation("practice");
  const bring = useCallback(() => attemptSound(attempt.id), [attempt.id]);
  const { quote_start_ms: start, quote_end_ms: end } = attempt;
  return (
    <Group gap="sm">
      <PlayButton soundKey={attempt.id} fetched={bring} label={t("hear_own")} lengthMs={attempt.duration_ms} />
      {isQuoted(attempt) && start !== null && end !== null && (
        <PlayButton
          soundKey={`${attempt.id}-quote`}
          fetched={bring}
          label={t("hear_quote")}
          part={{ startMs: start, endMs: end }}
          variant="subtle"
        />
      )}
    </Group>
  );
}

/** Deleting asks once more, in place. */
function Forget({ attempt }: { attempt: DrillAttemptOut }) {
  const { t } = useTranslation("practice");
  const [asked, setAsked] = useState(false);
  const forget = useForget();
  if (!asked) {
    return (
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        w="fit-content"
        c="var(--mantine-color-text)"
        onClick={() => {
          setAsked(true);
        }}
      >
        {t("forget")}
      </Button>
    );
  }
  return (
    <Group gap="sm" role="group" aria-label={t("forget_sure")}>
      <Text size="sm">{t("forget_sure")}</Text>
      <Button
        size="compact-sm"
        variant="default"
        loading={forget.isPending}
        onClick={() => {
          forget.mutate(attempt.id);
        }}
      >
        {t("forget")}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={() => {
          setAsked(false);
        }}
      >
        {t("common:cancel")}
      </Button>
      {forget.isError && <Problem problem={forget.error} />}
    </Group>
  );
}
