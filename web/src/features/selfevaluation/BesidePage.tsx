import { Button, Stack, Text, Textarea, Title } from "@mantine/core";
import { IconEarScan } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";

import { ApiError, type BesideOut } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { formatDateTime, isolated } from "../../ui/format";
import { NotFound } from "../../ui/NotFound";
import { PageHead } from "../../ui/PageHead";
import { Problem } from "../../ui/Problem";
import { Waiting } from "../../ui/Waiting";
import { Beside } from "./Beside";
import { useAsk, useBeside } from "./queries";
import classes from "./SelfEvaluation.module.css";

const LONGEST_WORDS = 2000;

/** A call as its agent sees it, beside how it was reviewed. */
export function BesidePage() {
  const { t } = useTranslation("selfevaluation");
  const { id = "" } = useParams();
  const beside = useBeside(id);
  if (beside.isPending) return <Waiting />;
  if (!beside.data) {
    if (beside.error instanceof ApiError && beside.error.status === 404) return <NotFound />;
    return (
      <Failure
        problem={beside.error}
        onRetry={() => {
          void beside.refetch();
        }}
      />
    );
  }
  return (
    <div className={classes.page}>
      <BackLink to={`/calls/${id}`}>{t("to_call")}</BackLink>
      <PageHead title={t("beside_title")} lead={t("beside_lead")} />
      {beside.data.can_ask && <AskForm callId={id} beside={beside.data} />}
      <Standing beside={beside.data} />
      {beside.data.questions.length > 0 && (
        <Beside beside={beside.data} momentAt={(ms) => `/calls/${id}?t=${ms}`} />
      )}
    </div>
  );
}

function Standing({ beside }: { beside: BesideOut }) {
  const { t, i18n } = useTranslation("selfevaluation");
  if (beside.state === null) {
    if (beside.can_ask) return null;
    return <Empty icon={<IconEarScan size={48} stroke={1.3} />} title={t("none")} body={t("none_body")} />;
  }
  const at = beside.closed_at ?? beside.asked_at;
  return (
    <Text c="dimmed" role="status">
      {t(`state.${beside.waits_for_review ? "waits_for_review" : beside.state}`, {
        name: isolated(beside.agent_name ?? ""),
        by: isolated(beside.asked_by ?? beside.agent_name ?? ""),
        date: at === null ? "" : formatDateTime(at, i18n.language),
      })}
    </Text>
  );
}

function AskForm({ callId, beside }: { callId: string; beside: BesideOut }) {
  const { t } = useTranslation("selfevaluation");
  const [words, setWords] = useState("");
  const asking = useAsk(callId);
  return (
    <section className={classes.card} aria-labelledby="ask-self">
      <Stack>
        <div>
          <Title order={2} size="h4" id="ask-self">
            {t("ask.title", { name: isolated(beside.agent_name ?? "") })}
          </Title>
          <Text c="dimmed">{t("ask.body")}</Text>
        </div>
        <Textarea
          label={t("ask.words")}
          autosize
          minRows={2}
          maxLength={LONGEST_WORDS}
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value);
          }}
        />
        {asking.isError && <Problem problem={asking.error} />}
        <div>
          <Button
            loading={asking.isPending}
            onClick={() => {
              asking.mutate(words.trim() === "" ? null : words.trim());
            }}
          >
            {t("ask.yes")}
          </Button>
        </div>
      </Stack>
    </section>
  );
}
