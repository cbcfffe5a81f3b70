import { Skeleton, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { BackLink } from "../../../ui/BackLink";
import { Failure } from "../../../ui/Failure";
import look from "../../../ui/Look.module.css";
import { More } from "../../../ui/More";
import { NotFound } from "../../../ui/NotFound";
import { PageHead } from "../../../ui/PageHead";
import { useTexts } from "../../../workbench/language";
import { seesPractice } from "../../session/rights";
import { useMe } from "../../session/session";
import classes from "../Practice.module.css";
import { AttemptCard } from "./AttemptCard";
import { useAttempts } from "./queries";

/** The workbench at the customer's sentence: a moment of a call is known by the call and when it begins. */
function callAt(callId: string, momentId: string): string {
  return `/calls/${callId}?t=${momentId.slice(callId.length + 1)}`;
}

/** For trainers: what one agent tried, to be heard and talked about. That it is heard is audited. */
export function PersonAttempts() {
  const { person } = useMe();
  return seesPractice(person.role) ? <Tried /> : <NotFound />;
}

function Tried() {
  const { t } = useTranslation("practice");
  const { id = "" } = useParams();
  const textIn = useTexts();
  const attempts = useAttempts({ personId: id });
  const items = attempts.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={classes.page}>
      <BackLink to="/practice">{t("back")}</BackLink>
      <PageHead title={t("of_person", { name: items[0]?.person_name ?? "" })} lead={t("of_person_lead")} />
      {attempts.isPending && <Skeleton height={180} radius="lg" role="status" aria-label={t("common:loading")} />}
      {attempts.isError && !attempts.data && (
        <Failure
          problem={attempts.error}
          onRetry={() => {
            void attempts.refetch();
          }}
        />
      )}
      {attempts.data && items.length === 0 && <Text>{t("none_yet")}</Text>}
      {items.map((attempt) => (
        <section key={attempt.id} aria-label={textIn(attempt.topic)}>
          <Title order={2} size="h5" mt="lg">
            <span dir="auto">{textIn(attempt.topic)}</span>
          </Title>
          {attempt.call_id !== null && (
            <Link to={callAt(attempt.call_id, attempt.moment_id)} className={classes.toCall}>
              {t("to_call")}
            </Link>
          )}
          <ul className={`${look.column} ${classes.cards}`}>
            <AttemptCard attempt={attempt} own={false} />
          </ul>
        </section>
      ))}
      <More list={attempts} />
    </div>
  );
}
