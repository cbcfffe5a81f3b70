import { Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { FeedbackBrief } from "../../api";
import { formatDate, formatDateTime, formatLength } from "../../ui/format";
import { ScoreMark } from "../../ui/ScoreMark";
import { MediumMark } from "../calls/MediumMark";
import { BeginFirst } from "../selfevaluation/BeginFirst";
import classes from "./Feedback.module.css";

/** One call's feedback: what went well before any number. */
export function FeedbackCard({ brief }: { brief: FeedbackBrief }) {
  const { t, i18n } = useTranslation("feedback");
  const { call } = brief;
  const fresh = brief.acknowledged_at === null;
  const language = i18n.language === "he" ? "he" : "en";
  const heading = `feedback-${brief.evaluation_id}`;
  return (
    <li className={classes.card} data-fresh={fresh || undefined} aria-labelledby={heading}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Stack gap={2}>
          <Title order={3} size="h4" id={heading}>
            {t("call_on", { date: formatDate(call.started_at ?? call.received_at, i18n.language) })}
          </Title>
          <MediumMark medium={call.medium} />
          <Text size="sm" c="dimmed">
            <bdi>{brief.rubric.title[language]}</bdi>
            {call.duration_ms !== null && (
              <>
                {" · "}
                <bdi>{formatLength(call.duration_ms)}</bdi>
              </>
            )}
          </Text>
        </Stack>
        <Group gap={6} justify="flex-end">
          {brief.disputed && (
            <Badge variant="light" tt="none" size="lg" fw={550}>
              {t("disputed")}
            </Badge>
          )}
          {(brief.revision ?? 1) > 1 && (
            <Badge variant="outline" tt="none" size="lg" fw={550}>
              {t("corrected")}
            </Badge>
          )}
          {fresh && (
            <Badge variant="filled" tt="none" size="lg" fw={550}>
              {t("new")}
            </Badge>
          )}
        </Group>
      </Group>
      {brief.highlights.length > 0 && (
        <div>
          <Text size="sm" fw={550} c="var(--mashov-said)" mb={4}>
            {t("well")}
          </Text>
          <ul className={classes.highlights}>
            {brief.highlights.map((highlight) => (
              <li key={highlight.en}>
                <IconCheck size={18} stroke={2.2} color="var(--mashov-said)" aria-hidden />
                <span dir="auto">{highlight[language]}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Group justify="space-between" align="flex-end" mt="auto">
        <Stack gap={6}>
          <ScoreMark percent={brief.percent} passed={brief.passed} machineOnly={false} plain />
          <Text size="sm" c="dimmed">
            {brief.acknowledged_at === null
              ? t("published", { date: formatDateTime(brief.published_at, i18n.language) })
              : t("acknowledged", { date: formatDateTime(brief.acknowledged_at, i18n.language) })}
          </Text>
        </Stack>
        <Group gap={4}>
          {fresh && <BeginFirst evaluationId={brief.evaluation_id} />}
          <Button component={Link} to={`/feedback/${brief.evaluation_id}`} variant={fresh ? "filled" : "light"}>
            {fresh ? t("open") : t("open_again")}
          </Button>
        </Group>
      </Group>
    </li>
  );
}
