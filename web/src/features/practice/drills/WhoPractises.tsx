import { Skeleton, Title } from "@mantine/core";
import { IconMicrophone } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Empty } from "../../../ui/Empty";
import { Failure } from "../../../ui/Failure";
import { formatDate } from "../../../ui/format";
import look from "../../../ui/Look.module.css";
import classes from "../Practice.module.css";
import { usePractising } from "./queries";

/** For trainers: who tried drills, the most recent first. */
export function WhoPractises() {
  const { t, i18n } = useTranslation("practice");
  const people = usePractising();
  if (people.isPending) return <Skeleton height={180} radius="lg" role="status" aria-label={t("common:loading")} />;
  if (people.isError && !people.data) {
    return (
      <Failure
        problem={people.error}
        onRetry={() => {
          void people.refetch();
        }}
      />
    );
  }
  return (
    <section className={classes.section} aria-labelledby="who-practises">
      <Title order={2} size="h4" id="who-practises">
        {t("who.title")}
      </Title>
      {people.data.length === 0 && (
        <Empty icon={<IconMicrophone size={52} stroke={1.3} />} title={t("who.empty")} body={t("who.empty_body")} level={2} />
      )}
      <ul className={`${look.column} ${classes.cards}`}>
        {people.data.map((person) => (
          <li key={person.id} className={`${look.card} ${classes.card}`}>
            <Title order={3} size="h5">
              <Link to={`/practice/people/${person.id}`}>
                <bdi>{person.name}</bdi>
              </Link>
            </Title>
            <p className={classes.facts}>
              <span>{t("attempts", { count: person.attempts })}</span>
              <span>{t("said", { count: person.said })}</span>
              <span>{t("last", { date: formatDate(person.last_at, i18n.language) })}</span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
