import { Alert, Button, Checkbox, Group, NativeSelect, Skeleton, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconAlertCircle, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";

import { ApiError, type ScenarioOut, type Story } from "../../../api";
import { BackLink } from "../../../ui/BackLink";
import { Failure } from "../../../ui/Failure";
import { formatDateTime } from "../../../ui/format";
import { NotFound } from "../../../ui/NotFound";
import { PageHead } from "../../../ui/PageHead";
import { useProblemText } from "../../../ui/problems";
import { LineFields } from "./LineFields";
import { Problems } from "./Problems";
import classes from "./Scenarios.module.css";
import { emptyStory, withAnother } from "./story";
import { useCheck, useSave, useScenario, useWithdraw } from "./queries";

const TYPING_MS = 400;

/** A scenario as its trainer writes it. */
export function ScenarioPage() {
  const { id = "" } = useParams();
  const { i18n } = useTranslation("scenarios");
  const isNew = id === "new";
  const scenario = useScenario(isNew ? null : id);
  if (isNew) return <Editor key="new" scenario={null} start={emptyStory(i18n.language === "en" ? "en" : "he")} />;
  if (scenario.isPending) return <Skeleton height={400} radius="lg" />;
  if (!scenario.data) {
    if (scenario.error instanceof ApiError && scenario.error.status === 404) return <NotFound />;
    return (
      <Failure
        problem={scenario.error}
        onRetry={() => {
          void scenario.refetch();
        }}
      />
    );
  }
  return <Editor key={scenario.data.id} scenario={scenario.data} start={scenario.data.story} />;
}

interface EditorProps {
  scenario: ScenarioOut | null;
  start: Story;
}

function Editor({ scenario, start }: EditorProps) {
  const { t } = useTranslation("scenarios");
  const problemText = useProblemText();
  const navigate = useNavigate();
  const [story, setStory] = useState(start);
  const [offered, setOffered] = useState(scenario?.offered ?? false);
  const [saved, setSaved] = useState(false);
  const save = useSave(scenario);
  const [still] = useDebouncedValue(story, TYPING_MS);
  const checked = useCheck({ ...still, title: still.title.trim() || "–" }, scenario?.id ?? null);
  const problems = checked.data ?? [];
  const change = (part: Partial<Story>) => {
    setSaved(false);
    setStory((before) => ({ ...before, ...part }));
  };
  const broken = problems.some(({ severity }) => severity === "error");
  return (
    <>
      <BackLink to="/practice">{t("back")}</BackLink>
      <PageHead title={scenario === null ? t("write") : t("editor.title")} lead={t("editor.lead")} />
      <form
        className={classes.editor}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(
            { story, offered },
            {
              onSuccess: (kept) => {
                setSaved(true);
                if (scenario === null) void navigate(`/practice/scenarios/${kept.id}`, { replace: true });
              },
            },
          );
        }}
      >
        <div className={classes.fields}>
          <TextInput
            label={t("editor.name")}
            required
            maxLength={120}
            value={story.title}
            onChange={(event) => {
              change({ title: event.currentTarget.value });
            }}
          />
          <NativeSelect
            label={t("editor.language")}
            value={story.language}
            data={(["he", "en"] as const).map((value) => ({ value, label: t(`language.${value}`) }))}
            onChange={(event) => {
              change({ language: event.currentTarget.value === "en" ? "en" : "he" });
            }}
          />
          <Textarea
            label={t("editor.about")}
            description={t("editor.about_hint")}
            autosize
            minRows={2}
            maxLength={1000}
            value={story.about ?? ""}
            onChange={(event) => {
              change({ about: event.currentTarget.value });
            }}
          />
          <Textarea
            label={t("editor.goal")}
            description={t("editor.goal_hint")}
            autosize
            minRows={2}
            maxLength={400}
            value={story.goal ?? ""}
            onChange={(event) => {
              change({ goal: event.currentTarget.value });
            }}
          />
        </div>
        <Checkbox
          label={t("editor.agent_opens")}
          checked={story.agent_opens ?? true}
          onChange={(event) => {
            change({ agent_opens: event.currentTarget.checked });
          }}
        />
        <Title order={2} size="h4">
          {t("editor.lines")}
        </Title>
        <ol className={classes.lines}>
          {story.lines.map((line, at) => (
            <LineFields
              key={at}
              at={at}
              story={story}
              scenarioId={scenario?.id ?? null}
              problems={problems.filter((problem) => problem.line === line.id)}
              onChange={(told) => {
                setSaved(false);
                setStory(told);
              }}
            />
          ))}
        </ol>
        <Button
          variant="default"
          className={classes.still}
          leftSection={<IconPlus size={18} stroke={1.7} />}
          onClick={() => {
            change(withAnother(story));
          }}
        >
          {t("editor.add_line")}
        </Button>
        <Problems problems={problems} />
        <Checkbox
          label={t("editor.offered")}
          description={broken ? t("editor.cannot_offer") : t("editor.offered_hint")}
          checked={offered}
          disabled={broken && !offered}
          onChange={(event) => {
            setSaved(false);
            setOffered(event.currentTarget.checked);
          }}
        />
        {save.isError && (
          <Alert variant="light" color="orange" icon={<IconAlertCircle size={18} />} role="alert">
            {problemText(save.error)}
          </Alert>
        )}
        <Group gap="sm">
          <Button type="submit" loading={save.isPending}>
            {t("editor.save")}
          </Button>
          {scenario !== null && <Withdraw scenario={scenario} />}
          <Text role="status" size="sm">
            {saved && t("editor.saved")}
          </Text>
        </Group>
      </form>
      {scenario !== null && <Versions scenario={scenario} />}
    </>
  );
}

function Withdraw({ scenario }: { scenario: ScenarioOut }) {
  const { t } = useTranslation("scenarios");
  const problemText = useProblemText();
  const navigate = useNavigate();
  const withdraw = useWithdraw(scenario);
  const [sure, setSure] = useState(false);
  if (!sure) {
    return (
      <Button
        variant="subtle"
        onClick={() => {
          setSure(true);
        }}
      >
        {t("editor.withdraw")}
      </Button>
    );
  }
  return (
    <Group gap="xs">
      <Text size="sm">{t("editor.withdraw_sure")}</Text>
      <Button
        variant="default"
        loading={withdraw.isPending}
        onClick={() => {
          withdraw.mutate(undefined, {
            onSuccess: () => {
              void navigate("/practice");
            },
          });
        }}
      >
        {t("editor.withdraw_yes")}
      </Button>
      {withdraw.isError && <Text role="alert">{problemText(withdraw.error)}</Text>}
    </Group>
  );
}

function Versions({ scenario }: { scenario: ScenarioOut }) {
  const { t, i18n } = useTranslation("scenarios");
  return (
    <Stack gap="xs" mt="xl">
      <Title order={2} size="h5">
        {t("editor.versions")}
      </Title>
      <ul className={classes.versions}>
        {scenario.versions.map((version) => (
          <li key={version.number}>
            {t("editor.version", { number: version.number })}
            {" · "}
            <bdi>{formatDateTime(version.saved_at, i18n.language)}</bdi>
            {version.saved_by !== null && (
              <>
                {" · "}
                <bdi>{version.saved_by}</bdi>
              </>
            )}
            {" · "}
            {version.attempts === 0 ? t("never_practised") : t("practised", { count: version.attempts, shown: version.attempts })}
          </li>
        ))}
      </ul>
    </Stack>
  );
}
