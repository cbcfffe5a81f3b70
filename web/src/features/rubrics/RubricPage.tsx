import { Badge, Button, Group, Select, Text, Title } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams, useSearchParams } from "react-router";

import { ApiError, type RubricVersionOut, type SectionLine } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { Failure } from "../../ui/Failure";
import { formatDate, formatNumber } from "../../ui/format";
import { NotFound } from "../../ui/NotFound";
import { PageHead } from "../../ui/PageHead";
import { Waiting } from "../../ui/Waiting";
import { useTexts } from "../../workbench/language";
import { managesRubrics } from "../session/rights";
import { useMe } from "../session/session";
import { Bilingual } from "./Bilingual";
import { asNextVersion, draftDesk } from "./desk";
import { QuestionLines } from "./QuestionLines";
import { useRubric } from "./queries";
import classes from "./Rubrics.module.css";

/** One version of a rubric, to be read as it will be asked. */
export function RubricPage() {
  const { id = "" } = useParams();
  const [search] = useSearchParams();
  const version = Number(search.get("version"));
  const rubric = useRubric(id, Number.isInteger(version) && version > 0 ? version : null);
  if (rubric.isPending) return <Waiting />;
  if (rubric.isError) {
    if (rubric.error instanceof ApiError && rubric.error.status === 404) return <NotFound />;
    return (
      <Failure
        problem={rubric.error}
        onRetry={() => {
          void rubric.refetch();
        }}
      />
    );
  }
  return <Read rubric={rubric.data} />;
}

function Read({ rubric }: { rubric: RubricVersionOut }) {
  const { t, i18n } = useTranslation("rubrics");
  const textIn = useTexts();
  const facts = [
    t(`of_calls.${rubric.language}`),
    t("version", { version: rubric.version }),
    t("published", { date: formatDate(rubric.published_at, i18n.language) }),
    t("read.pass_percent", { percent: formatNumber(rubric.pass_percent, i18n.language) }),
  ];
  return (
    <>
      <div className={classes.top}>
        <BackLink to="/rubrics">{t("back")}</BackLink>
      </div>
      <PageHead title={textIn(rubric.title)} lead={facts.join(" · ")} action={<Actions rubric={rubric} />} />
      {rubric.in_use && (
        <Badge variant="light" tt="none" fw={550} size="lg" mb="md">
          {t("in_use")}
        </Badge>
      )}
      {rubric.sections.map((section) => (
        <SectionLines key={section.id} section={section} />
      ))}
      <details className={classes.source}>
        <summary>{t("read.source")}</summary>
        {/* Wide lines scroll sideways, and whoever has no mouse must be able to do that as well. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <pre dir="ltr" tabIndex={0} role="region" aria-label={t("read.source")}>
          {rubric.source}
        </pre>
      </details>
    </>
  );
}

function Actions({ rubric }: { rubric: RubricVersionOut }) {
  const { t } = useTranslation("rubrics");
  const { person } = useMe();
  const navigate = useNavigate();
  const [, setSearch] = useSearchParams();
  const newest = rubric.versions[0]?.version ?? rubric.version;
  return (
    <Group gap="sm" align="flex-end">
      {rubric.versions.length > 1 && (
        <Select
          aria-label={t("read.choose_version")}
          data={rubric.versions.map(({ version }) => ({ value: String(version), label: t("version", { version }) }))}
          value={String(rubric.version)}
          allowDeselect={false}
          w={130}
          onChange={(version) => {
            if (version !== null) setSearch({ version });
          }}
        />
      )}
      {managesRubrics(person.role) && (
        <Button
          leftSection={<IconFlask size={18} stroke={1.7} />}
          onClick={() => {
            draftDesk.clear();
            draftDesk.write(asNextVersion(rubric.source, newest));
            void navigate("/rubrics/draft");
          }}
        >
          {t("read.next_draft")}
        </Button>
      )}
    </Group>
  );
}

function SectionLines({ section }: { section: SectionLine }) {
  const { t, i18n } = useTranslation("rubrics");
  const heading = `section-${section.id}`;
  return (
    <section className={classes.section} aria-labelledby={heading}>
      <Group justify="space-between" align="baseline" gap="sm">
        <Title order={2} size="h4" id={heading}>
          <Bilingual texts={section.title} />
        </Title>
        {section.weight !== 1 && (
          <Text size="sm" c="dimmed">
            {t("read.weight", { weight: formatNumber(section.weight, i18n.language) })}
          </Text>
        )}
      </Group>
      <ol className={classes.questions}>
        {section.questions.map((question) => (
          <QuestionLines key={question.id} question={question} />
        ))}
      </ol>
    </section>
  );
}
