import { Button, Group, Text, Title } from "@mantine/core";
import { IconFileText, IconPlayerPlay } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { HomeMoment } from "../../api";
import { formatDate } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { useTexts } from "../../workbench/language";
import { useNamed } from "../../workbench/sealed/marks";
import { SimulatedBadge } from "../simulated/SimulatedBadge";
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
      <ul className={classes.row}>
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
  const verb = t(moment.has_sound ? "moment.listen" : "moment.read");
  const Icon = moment.has_sound ? IconPlayerPlay : IconFileText;
  const at = new URLSearchParams({ t: String(moment.evidence.start_ms), question: moment.question_id });
  return (
    <li className={`${look.card} ${classes.moment}`} data-part={part}>
      <Title order={3} size="h5">
        <span dir="auto">{question}</span>
      </Title>
      <p className={classes.quote}>
        <span className={classes.speaker}>{t(`moment.said.${moment.evidence.speaker}`)}</span>
        <q dir="auto">{named(moment.evidence.text)}</q>
      </p>
      <Group justify="space-between" gap="sm" mt="auto">
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {t("moment.on", { date: formatDate(moment.began_at, i18n.language) })}
          </Text>
          <SimulatedBadge simulated={moment.simulated} />
        </Group>
        <Group gap="xs">
          <Button
            component={Link}
            to={`/feedback/${moment.evaluation_id}?${at.toString()}`}
            variant="light"
            size="compact-md"
            leftSection={<Icon size={16} stroke={1.8} aria-hidden />}
            aria-label={`${verb}: ${question}`}
          >
            {verb}
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
