import { Button, Group, Text, Title } from "@mantine/core";
import { IconMessage, IconPlayerPlay } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { HomeMoment } from "../../api";
import { formatDate } from "../../ui/format";
import { useTexts } from "../../workbench/language";
import { useNamed } from "../../workbench/sealed/marks";
import classes from "./Home.module.css";

interface MomentsProps {
  part: "well" | "hear";
  moments: readonly HomeMoment[];
}

/** Moments of one's own calls, each to be heard where it was said. */
export function Moments({ part, moments }: MomentsProps) {
  const { t } = useTranslation("home");
  if (moments.length === 0 && part === "hear") return null;
  return (
    <section aria-labelledby={`home-${part}`}>
      <Title order={2} size="h4" id={`home-${part}`} mb={4}>
        {t(`${part}.title`)}
      </Title>
      <Text c="dimmed" mb="sm">
        {part === "hear" ? t("hear.lead") : moments.length === 0 && t("well.none")}
      </Text>
      <ul className={classes.cards}>
        {moments.map((moment) => (
          <MomentCard key={`${moment.evaluation_id}-${moment.question_id}`} part={part} moment={moment} />
        ))}
      </ul>
    </section>
  );
}

function MomentCard({ part, moment }: { part: MomentsProps["part"]; moment: HomeMoment }) {
  const { t, i18n } = useTranslation("home");
  const textIn = useTexts();
  const named = useNamed();
  const question = textIn(moment.question);
  const written = typeof moment.evidence.message === "number";
  const open = t(written ? "moment.read" : "moment.listen");
  const at = new URLSearchParams({ t: String(moment.evidence.start_ms), question: moment.question_id });
  return (
    <li className={classes.card} data-part={part}>
      <Title order={3} size="h5">
        <span dir="auto">{question}</span>
      </Title>
      <p className={classes.quote}>
        <span className={classes.speaker}>{t(`moment.said.${moment.evidence.speaker}`)}</span>{" "}
        <bdi>{named(moment.evidence.text)}</bdi>
      </p>
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="dimmed">
          {t("moment.on", { date: formatDate(moment.began_at, i18n.language) })}
        </Text>
        <Group gap="xs">
          <Button
            component={Link}
            to={`/feedback/${moment.evaluation_id}?${at.toString()}`}
            variant="light"
            size="compact-md"
            leftSection={
              written ? (
                <IconMessage size={16} stroke={1.8} aria-hidden />
              ) : (
                <IconPlayerPlay size={16} stroke={1.8} aria-hidden />
              )
            }
            aria-label={`${open}: ${question}`}
          >
            {open}
          </Button>
          {typeof moment.drill_id === "string" && (
            <Button
              component={Link}
              to={`/practice/drills/${encodeURIComponent(moment.drill_id)}`}
              size="compact-md"
              aria-label={`${t("hear.practise")}: ${question}`}
            >
              {t("hear.practise")}
            </Button>
          )}
        </Group>
      </Group>
    </li>
  );
}
