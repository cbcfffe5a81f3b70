import { Button, Group, NumberInput, Progress, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import type { DraftCheck } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { NotFound } from "../../ui/NotFound";
import { PageHead } from "../../ui/PageHead";
import { Problem } from "../../ui/Problem";
import { useTexts } from "../../workbench/language";
import { CaseCheck } from "../regressions/CaseCheck";
import { CaseReport } from "../regressions/CaseReport";
import { useCasesStanding } from "../regressions/queries";
import { managesRubrics } from "../session/rights";
import { useMe } from "../session/session";
import { draftDesk, useDesk } from "./desk";
import { DraftEditor, type EditorHandle } from "./DraftEditor";
import { DraftStart } from "./DraftStart";
import { ProblemList } from "./ProblemList";
import { PublishDraft } from "./PublishDraft";
import { useDraftCheck } from "./queries";
import { ReplayReport } from "./ReplayReport";
import classes from "./Rubrics.module.css";

/** The time after the last key at which a draft is checked. */
const PAUSE_MS = 500;
const MOST_CALLS = 1000;

/** For those who may publish; for the others it does not exist, as on the server. */
export function DraftPage() {
  const { person } = useMe();
  return managesRubrics(person.role) ? <DraftBench /> : <NotFound />;
}

/** A draft is written, checked, tried on calls that were heard already, and only then published. */
function DraftBench() {
  const { t } = useTranslation("rubrics");
  const desk = useDesk();
  const [settled] = useDebouncedValue(desk.source, PAUSE_MS);
  const check = useDraftCheck(settled);
  const editor = useRef<EditorHandle>(null);
  const empty = desk.source.trim() === "";
  const checked = settled === desk.source && !check.isPlaceholderData ? check.data : undefined;
  const standing = useCasesStanding(settled, checked !== undefined && checked.draft !== null);
  return (
    <>
      <div className={classes.top}>
        <BackLink to="/rubrics">{t("back")}</BackLink>
      </div>
      <PageHead title={t("draft.title")} lead={t("draft.lead")} />
      {empty && <DraftStart />}
      <div className={classes.bench}>
        <DraftEditor
          ref={editor}
          source={desk.source}
          problems={check.data?.problems ?? []}
          onWrite={(source) => {
            draftDesk.write(source);
          }}
        />
        <aside className={classes.panel} aria-label={t("draft.check")}>
          {empty && <Text c="dimmed">{t("draft.nothing_yet")}</Text>}
          {!empty && check.isError && <Problem problem={check.error} />}
          {!empty && check.data && (
            <>
              <Standing check={check.data} />
              <ProblemList
                problems={check.data.problems}
                onShow={(line) => {
                  editor.current?.show(line);
                }}
              />
              {check.data.draft !== null && <Trial check={check.data} ready={checked !== undefined} />}
              {checked && standing.data && <CaseCheck source={settled} standing={standing.data} />}
              {checked && (
                <PublishDraft
                  source={desk.source}
                  check={checked}
                  standing={standing.data}
                  tried={desk.state.kind === "done" && desk.replayed === desk.source}
                />
              )}
            </>
          )}
        </aside>
      </div>
      {checked && standing.data?.run && <CaseReport run={standing.data.run} />}
      <Result />
    </>
  );
}

function Standing({ check }: { check: DraftCheck }) {
  const { t } = useTranslation("rubrics");
  const textIn = useTexts();
  return (
    <Stack gap={2}>
      {check.draft !== null && (
        <Text fw={600}>
          <bdi>{textIn(check.draft.title)}</bdi> · {t("version", { version: check.draft.version })} ·{" "}
          {t("questions", { count: check.questions })}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {t(`standing.${check.standing}`, { next: check.next_version })}
      </Text>
    </Stack>
  );
}

/** How many calls to try the draft on, and the way to do it; while it runs, how far it is. */
function Trial({ check, ready }: { check: DraftCheck; ready: boolean }) {
  const { t } = useTranslation("rubrics");
  const desk = useDesk();
  if (desk.state.kind === "running") return <Running />;
  const tried = desk.state.kind === "done" && desk.replayed === desk.source;
  return (
    <Stack gap="xs" className={classes.trial}>
      <Group align="flex-end" gap="sm" wrap="nowrap">
        <NumberInput
          label={t("draft.last")}
          description={check.draft && t(`draft.heard.${check.draft.language}`, { count: check.heard_calls })}
          min={1}
          max={MOST_CALLS}
          allowDecimal={false}
          value={desk.last}
          onChange={(last) => {
            if (typeof last === "number" && last >= 1) draftDesk.chooseLast(last);
          }}
        />
      </Group>
      <Button
        variant={tried ? "light" : "filled"}
        leftSection={<IconPlayerPlay size={18} stroke={1.7} />}
        disabled={!ready || check.heard_calls === 0}
        onClick={() => {
          void draftDesk.replay();
        }}
      >
        {t("draft.replay")}
      </Button>
      {check.draft !== null && check.present !== null && (
        <Text size="sm" c="dimmed">
          {t("draft.beside", { version: check.present.version, rubric: check.present.id })}
        </Text>
      )}
    </Stack>
  );
}

function Running() {
  const { t } = useTranslation("rubrics");
  const { state } = useDesk();
  const progress = state.kind === "running" ? state.progress : null;
  const share = progress && progress.total > 0 ? (100 * progress.done) / progress.total : 0;
  return (
    <Stack gap="xs" className={classes.trial}>
      <Text fw={550} role="status">
        {progress ? t("draft.progress", { done: progress.done, total: progress.total }) : t("draft.starting")}
      </Text>
      <Progress value={share} size="lg" aria-label={t("draft.running")} />
      <Button
        variant="default"
        onClick={() => {
          draftDesk.stop();
        }}
      >
        {t("draft.stop")}
      </Button>
    </Stack>
  );
}

function Result() {
  const { t } = useTranslation("rubrics");
  const { state, source, replayed } = useDesk();
  if (state.kind === "failed") return <Problem problem={state.problem} />;
  if (state.kind !== "done") return null;
  return (
    <>
      {source !== replayed && (
        <Text className={classes.stale} role="status">
          {t("draft.stale")}
        </Text>
      )}
      <ReplayReport replay={state.replay} />
    </>
  );
}
