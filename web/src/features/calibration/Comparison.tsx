import { Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconChecks, IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { AgreementOut, ComparisonOut, RaterAgreement, SessionOut } from "../../api";
import { Failure } from "../../ui/Failure";
import look from "../../ui/Look.module.css";
import { Problem } from "../../ui/Problem";
import { runsCalibration } from "../session/rights";
import { useMe } from "../session/session";
import classes from "./Calibration.module.css";
import { Coefficients, MeasureHead, MeasureRow } from "./Coefficients";
import { disagreementFirst, measureNamed } from "./plain";
import { QuestionCompared } from "./QuestionCompared";
import { useAgreement, useComparison, useSettle, useTrust } from "./queries";
import { Spread } from "./Spread";
import { useFigures } from "./words";

/** Everything that was said, side by side: where people differ first. */
export function Comparison({ id }: { id: string }) {
  const comparison = useComparison(id);
  if (comparison.isPending) return <Skeleton height={320} radius="lg" />;
  if (!comparison.data) {
    return (
      <Failure
        problem={comparison.error}
        onRetry={() => {
          void comparison.refetch();
        }}
      />
    );
  }
  return <Compared comparison={comparison.data} />;
}

function Compared({ comparison }: { comparison: ComparisonOut }) {
  const { t } = useTranslation("calibration");
  const { person } = useMe();
  const { session } = comparison;
  const agreement = useAgreement(session.id);
  const trust = useTrust(session.id);
  return (
    <Stack gap="xl">
      {runsCalibration(person.role) && session.state === "compared" && <TakeAgreed comparison={comparison} />}
      <section aria-labelledby="compared-questions">
        <Title order={2} size="h4" id="compared-questions">
          {t("questions.title")}
        </Title>
        <Text size="sm" c="dimmed" maw="46rem">
          {t("questions.lead")}
        </Text>
        <p className={classes.honest}>{t("trust.honest")}</p>
        {disagreementFirst(comparison).map(({ question, cells }) => (
          <QuestionCompared
            key={question.id}
            comparison={comparison}
            question={question}
            cells={cells}
            agreement={agreement.data?.questions.find((one) => one.question_id === question.id)}
            trust={trust.data?.find((one) => one.question_id === question.id)}
          />
        ))}
      </section>
      {agreement.isError && <Problem problem={agreement.error} />}
      {agreement.data && <Raters session={session} agreement={agreement.data} />}
      <Scores comparison={comparison} agreement={agreement.data} />
      <TakeAway id={session.id} />
    </Stack>
  );
}

/** Everything of the session as tables. */
function TakeAway({ id }: { id: string }) {
  const { t, i18n } = useTranslation("calibration");
  const texts = i18n.language.startsWith("he") ? "he" : "en";
  return (
    <Group gap="sm">
      {(["answers", "agreement"] as const).map((table) => (
        <Button
          key={table}
          component="a"
          download
          href={`/api/calibration/${id}/${table}.csv?texts=${texts}`}
          variant="default"
          leftSection={<IconDownload size={16} stroke={1.7} />}
        >
          {t(`take_away.${table}`)}
        </Button>
      ))}
    </Group>
  );
}

function TakeAgreed({ comparison }: { comparison: ComparisonOut }) {
  const { t } = useTranslation("calibration");
  const settle = useSettle(comparison.session);
  const ready = comparison.cells.filter((cell) => cell.apart === 1 && cell.ratings.length > 1 && !cell.reference).length;
  if (ready === 0) return null;
  return (
    <Group gap="sm">
      <Button
        variant="light"
        leftSection={<IconChecks size={18} stroke={1.7} />}
        loading={settle.isPending}
        onClick={() => {
          settle.mutate({ kind: "agreed" });
        }}
      >
        {t("reference.take_agreed", { ready })}
      </Button>
      {settle.isError && <Problem problem={settle.error} />}
    </Group>
  );
}

/** Each who scored, and the machine, against what was settled. */
function Raters({ session, agreement }: { session: SessionOut; agreement: AgreementOut }) {
  const { t } = useTranslation("calibration");
  return (
    <section aria-labelledby="compared-raters">
      <Title order={2} size="h4" id="compared-raters">
        {t("raters.title")}
      </Title>
      <Text size="sm" c="dimmed" maw="46rem">
        {t("raters.lead")}
      </Text>
      {agreement.raters.map((rater) => (
        <Rater key={rater.person_id ?? "machine"} rater={rater} name={nameOf(rater)} />
      ))}
    </section>
  );

  function nameOf(rater: RaterAgreement): string {
    if (rater.person_id === null) return t("column.machine");
    return session.participants.find((one) => one.person_id === rater.person_id)?.name ?? rater.person_id;
  }
}

function Rater({ rater, name }: { rater: RaterAgreement; name: string }) {
  const { t } = useTranslation("calibration");
  const { percent, figure, answer } = useFigures();
  const { agreement: share, mixed } = rater.against;
  const ac = measureNamed(rater.measures, "gwet_ac")?.value ?? null;
  return (
    <div className={classes.rater}>
      <Title order={3} size="h5">
        <bdi>{name}</bdi>
      </Title>
      <p className={classes.plain}>
        {share.low === null || share.high === null
          ? t("raters.nothing")
          : t("raters.right", {
              agreed: share.agreed,
              of: share.of,
              low: percent(share.low),
              high: percent(share.high),
            })}{" "}
        {ac !== null && t("raters.ac", { value: figure(ac) })}{" "}
        {mixed
          .map((one) =>
            t("raters.mixed", {
              given: answer(null, one.given),
              reference: answer(null, one.reference),
              units: one.units,
            }),
          )
          .join(" · ")}
      </p>
      {share.of > 0 && (
        <details className={classes.more}>
          <summary>{t("figures.rater")}</summary>
          <Coefficients measures={rater.measures} question={null} title={t("figures.rater_of", { name })} />
        </details>
      )}
    </div>
  );
}

/** What each call scored by each person's answers alone, and how far these scores agree. */
function Scores({ comparison, agreement }: { comparison: ComparisonOut; agreement: AgreementOut | undefined }) {
  const { t } = useTranslation("calibration");
  const { percent } = useFigures();
  const { session, percents } = comparison;
  const shown = (callId: string, personId: string | null): string => {
    const found = percents.find((one) => one.call_id === callId && one.person_id === personId)?.percent ?? null;
    return found === null ? "–" : percent(found / 100);
  };
  return (
    <section aria-labelledby="compared-scores">
      <Title order={2} size="h4" id="compared-scores">
        {t("scores.title")}
      </Title>
      <Spread comparison={comparison} />
      <div className={classes.sheet}>
        <table className={classes.table} aria-labelledby="compared-scores">
          <thead>
            <tr>
              <th scope="col">{t("column.call")}</th>
              {session.participants.map((one) => (
                <th key={one.person_id} scope="col">
                  <bdi>{one.name}</bdi>
                </th>
              ))}
              <th scope="col">{t("column.reference")}</th>
            </tr>
          </thead>
          <tbody>
            {session.calls.map((call) => (
              <tr key={call.call_id}>
                <th scope="row">
                  <bdi>{call.agent_name ?? call.file_name}</bdi>
                </th>
                {session.participants.map((one) => (
                  <td key={one.person_id}>
                    <bdi>{shown(call.call_id, one.person_id)}</bdi>
                  </td>
                ))}
                <td>
                  <bdi>{shown(call.call_id, null)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {agreement && (
        <div className={classes.sheet}>
          <table className={classes.table}>
            <caption className={look.unseen}>{t("scores.agreement")}</caption>
            <MeasureHead />
            <tbody>
              <MeasureRow measure={agreement.score} />
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
