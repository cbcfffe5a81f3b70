import { Button, Group, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { SelfBrief } from "../../api";
import { formatDate, isolated } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { useWaitingForMe } from "./queries";
import classes from "./SelfEvaluation.module.css";

/** Calls about which somebody would like to know how the agent sees them. Nothing where nobody asks. */
export function WaitingForMe() {
  const { t } = useTranslation("selfevaluation");
  const waiting = useWaitingForMe();
  if (!waiting.data || waiting.data.length === 0) return null;
  return (
    <section aria-labelledby="self-waiting" className={classes.waiting}>
      <Title order={2} size="h4" mb="sm" id="self-waiting">
        {t("waiting")}
      </Title>
      <ul className={look.column}>
        {waiting.data.map((brief) => (
          <Card key={brief.id} brief={brief} />
        ))}
      </ul>
    </section>
  );
}

function Card({ brief }: { brief: SelfBrief }) {
  const { t, i18n } = useTranslation("selfevaluation");
  const when = formatDate(brief.call.started_at ?? brief.call.received_at, i18n.language);
  const heading = `self-${brief.id}`;
  return (
    <li className={classes.card} aria-labelledby={heading}>
      <Title order={3} size="h5" id={heading}>
        {t("feedback:call_on", { date: when })}
      </Title>
      <Text c="dimmed" size="sm">
        {brief.asked_by === null ? t("own_accord") : t("asked_by", { name: isolated(brief.asked_by) })}{" "}
        {brief.feedback_waits && t("feedback_waits")}
      </Text>
      {brief.asked_words !== null && brief.asked_words !== "" && (
        <blockquote className={classes.words} dir="auto">
          {brief.asked_words}
        </blockquote>
      )}
      <Group justify="space-between" align="center">
        <Text size="sm" c="dimmed">
          {t("so_far", { answered: brief.answered, questions: brief.questions })}
        </Text>
        <Button component={Link} to={`/feedback/self/${brief.id}`}>
          {t(brief.answered > 0 ? "go_on" : "listen")}
        </Button>
      </Group>
    </li>
  );
}
