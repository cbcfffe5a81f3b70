import { Skeleton, Text, Title } from "@mantine/core";
import { IconMicrophone } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { DrillOut } from "../../../api";
import { Empty } from "../../../ui/Empty";
import { Failure } from "../../../ui/Failure";
import { formatDate } from "../../../ui/format";
import look from "../../../ui/Look.module.css";
import { useTexts } from "../../../workbench/language";
import classes from "../Practice.module.css";
import { useDrills } from "./queries";
import { VerdictWords } from "./VerdictWords";

/** Moments to reply to once more: one's own misses first, then what the book has. */
export function DrillsSection() {
  const { t } = useTranslation("practice");
  const drills = useDrills();
  if (drills.isPending) return <Skeleton height={180} radius="lg" role="status" aria-label={t("common:loading")} />;
  if (drills.isError && !drills.data) {
    return (
      <Failure
        problem={drills.error}
        onRetry={() => {
          void drills.refetch();
        }}
      />
    );
  }
  const found = drills.data;
  if (found.length === 0) {
    return <Empty icon={<IconMicrophone size={52} stroke={1.3} />} title={t("empty.title")} body={t("empty.body")} />;
  }
  const mixed = new Set(found.map((drill) => drill.language)).size > 1;
  const parts = [
    { name: "missed", drills: found.filter((drill) => drill.misses > 0 && !drill.done) },
    { name: "book", drills: found.filter((drill) => drill.misses === 0 && !drill.done) },
    { name: "done", drills: found.filter((drill) => drill.done) },
  ] as const;
  return parts
    .filter((part) => part.drills.length > 0)
    .map((part) => (
      <section key={part.name} className={classes.section} aria-labelledby={`drills-${part.name}`}>
        <Title order={2} size="h4" id={`drills-${part.name}`}>
          {t(`part.${part.name}.title`)}
        </Title>
        <Text c="dimmed">{t(`part.${part.name}.lead`)}</Text>
        <ul className={`${look.column} ${classes.cards}`} data-many={part.name !== "missed" || undefined}>
          {part.drills.map((drill) => (
            <DrillCard key={drill.id} drill={drill} mixed={mixed} />
          ))}
        </ul>
      </section>
    ));
}

/** `mixed`: there are drills in another language too, so each says its own. */
function DrillCard({ drill, mixed }: { drill: DrillOut; mixed: boolean }) {
  const { t, i18n } = useTranslation("practice");
  const textIn = useTexts();
  return (
    <li className={`${look.card} ${classes.card}`}>
      <Title order={3} size="h5">
        <Link to={`/practice/drills/${encodeURIComponent(drill.id)}`}>
          <span dir="auto">{textIn(drill.topic)}</span>
        </Link>
      </Title>
      <p className={classes.facts}>
        {drill.misses > 0 && <span>{t("misses", { count: drill.misses })}</span>}
        {drill.last_missed_at !== null && (
          <span>{t("last_missed", { date: formatDate(drill.last_missed_at, i18n.language) })}</span>
        )}
        {mixed && <span>{t(`language.${drill.language}`)}</span>}
        {drill.attempts > 0 && <span>{t("attempts", { count: drill.attempts })}</span>}
        {drill.best !== null && <VerdictWords verdict={drill.best} />}
      </p>
    </li>
  );
}
