import { Badge, Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconFlask, IconGavel, IconListCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { RubricOut } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { formatDate } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { PageHead } from "../../ui/PageHead";
import { useTexts } from "../../workbench/language";
import { managesRubrics } from "../session/rights";
import { useMe } from "../session/session";
import { useRubrics } from "./queries";
import classes from "./Rubrics.module.css";

/** What calls are held against: every rubric with its versions. */
export function RubricList() {
  const { t } = useTranslation("rubrics");
  const { person } = useMe();
  const rubrics = useRubrics();
  const action = managesRubrics(person.role) && <TryDraft />;
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} action={action} />
      {rubrics.isPending && <Skeleton height={260} radius="lg" />}
      {rubrics.isError && !rubrics.data && (
        <Failure
          problem={rubrics.error}
          onRetry={() => {
            void rubrics.refetch();
          }}
        />
      )}
      {rubrics.data?.length === 0 && (
        <Empty
          icon={<IconListCheck size={52} stroke={1.3} />}
          title={t("empty.title")}
          body={t("empty.body")}
          action={action}
        />
      )}
      {rubrics.data && (
        <ul className={look.cards}>
          {inReadingOrder(rubrics.data).map((rubric) => (
            <RubricCard key={rubric.id} rubric={rubric} />
          ))}
        </ul>
      )}
    </>
  );
}

/** Those that calls are held against today come first. */
function inReadingOrder(rubrics: RubricOut[]): RubricOut[] {
  return [...rubrics].sort((one, other) => Number(other.in_use) - Number(one.in_use));
}

function TryDraft() {
  const { t } = useTranslation("rubrics");
  return (
    <Group gap="sm">
      <Button component={Link} to="/rubrics/cases" variant="default" leftSection={<IconGavel size={18} stroke={1.7} />}>
        {t("cases:open")}
      </Button>
      <Button component={Link} to="/rubrics/draft" leftSection={<IconFlask size={18} stroke={1.7} />}>
        {t("try_draft")}
      </Button>
    </Group>
  );
}

function RubricCard({ rubric }: { rubric: RubricOut }) {
  const { t, i18n } = useTranslation("rubrics");
  const textIn = useTexts();
  const [newest, ...earlier] = rubric.versions;
  const address = `/rubrics/published/${rubric.id}`;
  const heading = `rubric-${rubric.id}`;
  return (
    <li className={`${look.panel} ${classes.card}`} aria-labelledby={heading}>
      <div className={classes.cardHead}>
        <Title order={2} size="h4" id={heading}>
          <Link to={address} className={look.cardLink}>
            <bdi>{textIn(rubric.title)}</bdi>
          </Link>
        </Title>
        {rubric.in_use && (
          <Badge variant="light" tt="none" fw={550} size="lg">
            {t("in_use")}
          </Badge>
        )}
      </div>
      <Text c="dimmed" size="sm" className={classes.facts}>
        <span>{t(`of_calls.${rubric.language}`)}</span>
        <span>{t("questions", { count: rubric.questions })}</span>
        <span>{t("version", { version: rubric.version })}</span>
        {newest && <span>{t("published", { date: formatDate(newest.published_at, i18n.language) })}</span>}
      </Text>
      {earlier.length > 0 && (
        <Stack gap={2} className={classes.above}>
          <Text size="sm" fw={550}>
            {t("earlier")}
          </Text>
          <ul className={classes.earlier}>
            {earlier.map(({ version, published_at }) => (
              <li key={version}>
                <Link to={`${address}?version=${version}`}>{t("version", { version })}</Link>{" "}
                <Text span size="sm" c="dimmed">
                  {t("published", { date: formatDate(published_at, i18n.language) })}
                </Text>
              </li>
            ))}
          </ul>
        </Stack>
      )}
    </li>
  );
}
