import { Anchor, Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { ApiError, type CallOut, type ChangeIn, type EvaluationOut } from "../../api";
import { Problem } from "../../ui/Problem";
import { Dialog } from "../../workbench/Dialog";
import { changeOf, ChangeRows, LONGEST } from "./ChangeRows";
import { useFreshEvaluation, useOpenDispute, useRevise } from "./queries";

/** What can still be done with feedback that was sent: correct it, or go to where it is disputed. */
export function AfterPublishing({ call }: { call: CallOut }) {
  const { t } = useTranslation("disputes");
  const state = call.evaluation?.state;
  const disputed = state === "disputed";
  const dispute = useOpenDispute(call.id, disputed);
  const [correcting, setCorrecting] = useState(false);
  const close = (): void => {
    setCorrecting(false);
  };
  const evaluationId = call.evaluation?.id ?? "";
  const fresh = useFreshEvaluation(evaluationId, correcting);
  if (disputed) {
    return (
      <Group gap="xs">
        <Text size="sm">{t("revise.disputed")}</Text>
        {dispute.data && (
          <Anchor component={Link} to={`/disputes/${dispute.data.id}`} size="sm">
            {t("revise.to_dispute")}
          </Anchor>
        )}
      </Group>
    );
  }
  if (state !== "published" && state !== "acknowledged") return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        onClick={() => {
          setCorrecting(true);
        }}
      >
        {t("revise.open")}
      </Button>
      <Dialog opened={correcting} onClose={close} title={t("revise.title")} size="lg">
        {fresh.isError && <Problem problem={fresh.error} />}
        {fresh.data && <Correction evaluation={fresh.data} onDone={close} />}
      </Dialog>
    </>
  );
}

function Correction({ evaluation, onDone }: { evaluation: EvaluationOut; onDone: () => void }) {
  const { t } = useTranslation("disputes");
  const revise = useRevise(evaluation);
  const [why, setWhy] = useState("");
  const [changes, setChanges] = useState<ChangeIn[]>([]);
  const questions = evaluation.sections.flatMap((section) => section.questions);
  const ready = why.trim() !== "" && changes.length > 0 && changes.every((change) => change.reason.trim() !== "");
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    revise.mutate(
      { why: why.trim(), answers: changes },
      {
        onSuccess: onDone,
        onError: (problem) => {
          if (!(problem instanceof ApiError) || problem.code !== "asked_open" || !Array.isArray(problem.detail)) return;
          const asked = problem.detail.map(String);
          setChanges([...changes, ...questions.filter((question) => asked.includes(question.id)).map(changeOf)]);
        },
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text c="dimmed">{t("revise.lead")}</Text>
        <Textarea
          label={t("revise.why")}
          autosize
          minRows={2}
          maxLength={LONGEST}
          value={why}
          onChange={(event) => {
            setWhy(event.currentTarget.value);
          }}
        />
        <ChangeRows questions={questions} changes={changes} onChange={setChanges} />
        {revise.isError && <Problem problem={revise.error} />}
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={onDone}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" disabled={!ready} loading={revise.isPending}>
            {t("revise.send")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
