import { Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconMessageHeart } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { FeedbackBrief } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { PageHead } from "../../ui/PageHead";
import { OwnMoments } from "../exemplars/OwnMoments";
import { WaitingForMe } from "../selfevaluation/WaitingForMe";
import { FeedbackCard } from "./FeedbackCard";
import classes from "./Feedback.module.css";
import { inReadingOrder, useFeedbackList } from "./queries";

/** The agent's own page: what was said about their calls, what waits to be read first. */
export function FeedbackList() {
  const { t } = useTranslation("feedback");
  const feedback = useFeedbackList();
  return (
    <div className={classes.page}>
      <PageHead title={t("title")} lead={t("lead")} />
      <WaitingForMe />
      <OwnMoments />
      {feedback.isPending && (
        <Stack role="status" aria-label={t("common:loading")}>
          <Skeleton height={170} radius="lg" />
          <Skeleton height={170} radius="lg" />
        </Stack>
      )}
      {feedback.isError && !feedback.data && (
        <Failure
          problem={feedback.error}
          onRetry={() => {
            void feedback.refetch();
          }}
        />
      )}
      {feedback.data && <Cards briefs={feedback.data} />}
    </div>
  );
}

function Cards({ briefs }: { briefs: FeedbackBrief[] }) {
  const { t } = useTranslation("feedback");
  const { waiting, read } = inReadingOrder(briefs);
  if (briefs.length === 0) {
    return <Empty icon={<IconMessageHeart size={52} stroke={1.3} />} title={t("empty.title")} body={t("empty.body")} />;
  }
  return (
    <Stack gap="xl">
      <section aria-labelledby="waiting">
        <Title order={2} size="h4" mb="sm" id="waiting">
          {waiting.length > 0 ? t("waiting") : t("all_read.title")}
        </Title>
        {waiting.length > 0 ? <CardStack briefs={waiting} /> : <Text c="dimmed">{t("all_read.body")}</Text>}
      </section>
      {read.length > 0 && (
        <section aria-labelledby="read">
          <Title order={2} size="h4" mb="sm" id="read">
            {t("read")}
          </Title>
          <CardStack briefs={read} />
        </section>
      )}
    </Stack>
  );
}

function CardStack({ briefs }: { briefs: FeedbackBrief[] }) {
  return (
    <ul className={classes.cards}>
      {briefs.map((brief) => (
        <FeedbackCard key={brief.evaluation_id} brief={brief} />
      ))}
    </ul>
  );
}
