import { Anchor, Button, Checkbox, FileInput, Group, Stack, Text, Title } from "@mantine/core";
import { IconDownload, IconFileSpreadsheet } from "@tabler/icons-react";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { PeopleImportOut } from "../../api";
import { BackLink } from "../../ui/BackLink";
import look from "../../ui/Look.module.css";
import { PageHead } from "../../ui/PageHead";
import { Problem } from "../../ui/Problem";
import { useTakeAway } from "../../ui/useTakeAway";
import { FirstPasswords } from "./FirstPasswords";
import classes from "./People.module.css";
import { useImportPeople } from "./queries";

const COLUMNS = ["email", "name", "role", "team", "agent_code", "language", "cohort", "programme", "workshop"] as const;

/** People, teams and cohorts out of a file: what it would change is looked at first. */
export function ImportPage() {
  const { t } = useTranslation("peopleimport");
  const [file, setFile] = useState<File | null>(null);
  const [passwords, setPasswords] = useState(true);
  const tried = useImportPeople();
  const taken = useImportPeople();
  const forget = useRef<() => void>(null);
  const choose = (chosen: File | null): void => {
    // A browser tells nothing of the same file chosen again, and that is what people do once they have mended it.
    forget.current?.();
    setFile(chosen);
    tried.reset();
    taken.reset();
    if (chosen) tried.mutate({ file: chosen, trial: true, passwords: false });
  };
  const shown = taken.data ?? tried.data;
  const ready = file !== null && tried.data?.problems.length === 0 && tried.data.changes.length > 0 && !taken.data?.done;
  return (
    <>
      <BackLink to="/people">{t("back")}</BackLink>
      <PageHead title={t("title")} lead={t("lead")} />
      <Stack gap="lg" maw="56rem">
        <Help />
        <FileInput
          label={t("file")}
          placeholder={t("choose")}
          accept=".csv,text/csv"
          leftSection={<IconFileSpreadsheet size={18} stroke={1.6} />}
          maw="28rem"
          value={file}
          resetRef={forget}
          clearable
          clearButtonProps={{ "aria-label": t("common:cancel") }}
          onChange={choose}
        />
        {tried.isPending && (
          <Text role="status" c="dimmed">
            {t("looking")}
          </Text>
        )}
        {tried.isError && <Problem problem={tried.error} />}
        {shown && <Outcome out={shown} />}
        {ready && (
          <Stack gap="sm">
            {tried.data?.changes.some((change) => change.kind === "person_added") && (
              <Checkbox
                label={t("passwords")}
                description={t("passwords_why")}
                checked={passwords}
                onChange={(event) => {
                  setPasswords(event.currentTarget.checked);
                }}
              />
            )}
            <Group>
              <Button
                loading={taken.isPending}
                onClick={() => {
                  taken.mutate({ file, trial: false, passwords });
                }}
              >
                {t("take", { count: tried.data?.changes.length ?? 0 })}
              </Button>
            </Group>
          </Stack>
        )}
        {taken.isError && <Problem problem={taken.error} />}
        {taken.data && <FirstPasswords passwords={taken.data.first_passwords} />}
      </Stack>
    </>
  );
}

/** What the file should look like, and an empty one to begin with. */
function Help() {
  const { t, i18n } = useTranslation("peopleimport");
  const takeAway = useTakeAway();
  const heading = useId();
  return (
    <section className={classes.help} aria-labelledby={heading}>
      <Title order={2} size="h5" id={heading}>
        {t("help.title")}
      </Title>
      <Text size="sm">{t("help.lead")}</Text>
      <dl className={classes.columnsOfFile}>
        {COLUMNS.map((column) => (
          <div key={column}>
            <dt>
              <bdi>{t(`column.${column}`)}</bdi>
            </dt>
            <dd>{t(`help.${column}`)}</dd>
          </div>
        ))}
      </dl>
      <Anchor
        href={`/api/people/import/template?language=${i18n.language === "he" ? "he" : "en"}`}
        download
        onClick={takeAway}
        underline="always"
      >
        <IconDownload size={16} stroke={1.7} aria-hidden /> {t("template")}
      </Anchor>
    </section>
  );
}

/** What is wrong with the file; or else what it makes and changes. */
function Outcome({ out }: { out: PeopleImportOut }) {
  const { t } = useTranslation("peopleimport");
  const heading = useId();
  const wrong = out.problems.length > 0;
  const title = wrong
    ? t("problems", { count: out.problems.length })
    : t(out.done ? "done" : "would", { count: out.changes.length });
  return (
    <section aria-labelledby={heading} aria-live="polite">
      <Title order={2} size="h4" id={heading}>
        {title}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {wrong ? t("nothing_done") : t("unchanged", { count: out.unchanged })}
      </Text>
      {wrong ? <Wrong out={out} /> : out.changes.length > 0 && <Changes out={out} />}
    </section>
  );
}

function Wrong({ out }: { out: PeopleImportOut }) {
  const { t } = useTranslation("peopleimport");
  return (
    <div className={classes.sheet}>
      <table className={classes.table}>
        <caption className={look.unseen}>{t("problems", { count: out.problems.length })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("table.line")}</th>
            <th scope="col">{t("table.column")}</th>
            <th scope="col">{t("table.value")}</th>
            <th scope="col">{t("table.problem")}</th>
          </tr>
        </thead>
        <tbody>
          {out.problems.map((problem, place) => (
            <tr key={`${place} ${problem.code}`}>
              <td>{problem.line ?? "–"}</td>
              <td>{problem.column ? <bdi>{problem.column}</bdi> : "–"}</td>
              <td>{problem.value ? <bdi dir={/\p{L}/u.test(problem.value) ? "auto" : "ltr"}>{problem.value}</bdi> : "–"}</td>
              <td>
                {t(`problem.${problem.code}`)}
                {problem.wanted && (
                  <>
                    {" "}
                    (<bdi>{problem.wanted}</bdi>)
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Changes({ out }: { out: PeopleImportOut }) {
  const { t } = useTranslation("peopleimport");
  return (
    <div className={classes.sheet}>
      <table className={classes.table}>
        <caption className={look.unseen}>{t(out.done ? "done" : "would", { count: out.changes.length })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("table.line")}</th>
            <th scope="col">{t("table.what")}</th>
            <th scope="col">{t("table.name")}</th>
          </tr>
        </thead>
        <tbody>
          {out.changes.map((change) => (
            <tr key={`${change.kind} ${change.line} ${change.name}`}>
              <td>{change.line}</td>
              <td>
                {t(`change.${change.kind}`)}
                {(change.fields ?? []).length > 0 &&
                  `: ${(change.fields ?? []).map((field) => t(`column.${field}`, { defaultValue: field })).join(", ")}`}
              </td>
              <td>
                <bdi>{change.name}</bdi>
                {change.to && (
                  <>
                    {" · "}
                    <bdi>{change.to}</bdi>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
