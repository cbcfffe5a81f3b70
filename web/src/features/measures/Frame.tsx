import { Badge, Skeleton, Text, Title } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { MeasuresGround } from "../../api";
import { Failure } from "../../ui/Failure";
import { formatNumber } from "../../ui/format";
import classes from "./Measures.module.css";
import type { Measure } from "./queries";
import { useDay } from "./words";

interface FrameProps<Found> {
  measure: Measure;
  found: UseQueryResult<Found>;
  children: (found: Found) => ReactNode;
}

/** A measure with its definition above it, and below what all of its figures rest on. */
export function Frame<Found extends { ground: MeasuresGround }>({ measure, found, children }: FrameProps<Found>) {
  return (
    <div className={classes.stack} aria-busy={found.isPlaceholderData}>
      <Definition measure={measure} ground={found.data?.ground} />
      {found.isPending && <Skeleton height={320} radius="lg" />}
      {found.isError && !found.data && (
        <Failure
          problem={found.error}
          onRetry={() => {
            void found.refetch();
          }}
        />
      )}
      {found.data && (
        <>
          <GroundLine ground={found.data.ground} />
          {children(found.data)}
        </>
      )}
    </div>
  );
}

function Definition({ measure, ground }: { measure: Measure; ground: MeasuresGround | undefined }) {
  const { t } = useTranslation("measures");
  const numbers = { fewest: ground?.fewest ?? 10, agents: ground?.fewest_agents ?? 5 };
  return (
    <section className={classes.definition} aria-label={t("definition")}>
      <Title order={2} size="h4">
        {t(`${measure}.title`)}
      </Title>
      <Text>{t(`${measure}.what`, numbers)}</Text>
      <details>
        <summary>{t("how_it_is_counted")}</summary>
        <dl>
          {(["how", "sample", "not"] as const).map((part) => (
            <div key={part}>
              <dt>{t(`definition_part.${part}`)}</dt>
              <dd>{t(`${measure}.${part}`, numbers)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

function GroundLine({ ground }: { ground: MeasuresGround }) {
  const { t, i18n } = useTranslation("measures");
  const day = useDay();
  const number = (value: number) => formatNumber(value, i18n.language);
  const all = ground.live + ground.practice;
  return (
    <div role="status">
      <Text size="sm">
        {t("ground.calls", { live: number(ground.live), practice: number(ground.practice), members: number(ground.members) })}{" "}
        {t("ground.days", { day0: day(ground.cohort.day0), since: day(ground.since), until: day(ground.until) })}
      </Text>
      {ground.simulated > 0 && (
        <Text size="sm" component="div" className={classes.drawn}>
          <Badge variant="outline" color="gray" tt="none" fw={550}>
            {t("drawn.badge")}
          </Badge>
          <span>
            {ground.simulated >= all
              ? t("drawn.all")
              : t("drawn.some", { simulated: number(ground.simulated), all: number(all) })}
          </span>
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {t("ground.interval")}
        {ground.hidden > 0 && ` ${t("ground.hidden", { count: ground.hidden })}`}
        {ground.unknown > 0 && ` ${t("ground.unknown", { count: ground.unknown })}`}
      </Text>
    </div>
  );
}
