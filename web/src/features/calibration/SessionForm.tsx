import { Button, Checkbox, Group, Select, Stack, Switch, Text, TextInput } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import type { SessionOut } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { formatDate, formatLength } from "../../ui/format";
import { PageHead } from "../../ui/PageHead";
import { Problem } from "../../ui/Problem";
import { useTexts } from "../../workbench/language";
import { useRubrics } from "../rubrics/queries";
import classes from "./Calibration.module.css";
import { useCandidates, useSaveDraft, useScorers } from "./queries";

/** The page on which a session begins. */
export function NewSession() {
  const { t } = useTranslation("calibration");
  const navigate = useNavigate();
  return (
    <>
      <BackLink to="/calibration">{t("back")}</BackLink>
      <PageHead title={t("form.title")} lead={t("form.lead")} />
      <SessionForm draft={null} onSaved={(session) => void navigate(`/calibration/${session.id}`)} />
    </>
  );
}

interface SessionFormProps {
  /** Null to begin one. */
  draft: SessionOut | null;
  onSaved: (session: SessionOut) => void;
}

/** Which calls, by which rubric, scored by whom, and whether the machine is hidden from them. */
export function SessionForm({ draft, onSaved }: SessionFormProps) {
  const { t } = useTranslation("calibration");
  const [title, setTitle] = useState(draft?.title ?? "");
  const [rubric, setRubric] = useState(draft ? { id: draft.rubric.id, version: draft.rubric.version } : null);
  const [calls, setCalls] = useState(draft?.calls.map((call) => call.call_id) ?? []);
  const [people, setPeople] = useState(draft?.participants.map((one) => one.person_id) ?? []);
  const [hides, setHides] = useState(draft?.hides_machine ?? true);
  const save = useSaveDraft(draft);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (rubric === null) return;
    const wish = { rubric_id: rubric.id, rubric_version: rubric.version, call_ids: calls, participant_ids: people };
    save.mutate({ ...wish, title: title.trim(), hides_machine: hides }, { onSuccess: onSaved });
  };
  const whole = title.trim() !== "" && rubric !== null && calls.length > 0 && people.length > 1;
  return (
    <form onSubmit={submit}>
      <Stack gap="lg" maw="46rem">
        <TextInput
          label={t("form.name")}
          value={title}
          maxLength={120}
          required
          onChange={(event) => {
            setTitle(event.currentTarget.value);
          }}
        />
        <RubricChoice
          chosen={rubric}
          onChoose={(next) => {
            setRubric(next);
            setCalls([]);
          }}
        />
        <Calls rubric={rubric} chosen={calls} onChoose={setCalls} />
        <Scorers chosen={people} onChoose={setPeople} />
        <Switch
          label={t("form.hides")}
          description={t("form.hides_why")}
          checked={hides}
          onChange={(event) => {
            setHides(event.currentTarget.checked);
          }}
        />
        {save.isError && <Problem problem={save.error} />}
        <Group>
          <Button type="submit" disabled={!whole} loading={save.isPending}>
            {t("form.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface RubricVersion {
  id: string;
  version: number;
}

function RubricChoice({ chosen, onChoose }: { chosen: RubricVersion | null; onChoose: (rubric: RubricVersion) => void }) {
  const { t } = useTranslation("calibration");
  const textIn = useTexts();
  const rubrics = useRubrics();
  const versions = (rubrics.data ?? []).flatMap((rubric) =>
    rubric.versions.map(({ version }) => ({
      value: `${rubric.id} ${version}`,
      label: t("form.version", { rubric: textIn(rubric.title), version }),
      rubric: { id: rubric.id, version },
    })),
  );
  return (
    <Select
      label={t("form.rubric")}
      description={t("form.rubric_why")}
      data={versions.map(({ value, label }) => ({ value, label }))}
      value={chosen && `${chosen.id} ${chosen.version}`}
      allowDeselect={false}
      required
      onChange={(value) => {
        const found = versions.find((one) => one.value === value);
        if (found) onChoose(found.rubric);
      }}
    />
  );
}

interface ChoiceProps {
  chosen: string[];
  onChoose: (chosen: string[]) => void;
}

function Calls({ rubric, chosen, onChoose }: ChoiceProps & { rubric: RubricVersion | null }) {
  const { t, i18n } = useTranslation("calibration");
  const candidates = useCandidates(rubric);
  return (
    <Checkbox.Group label={t("form.calls")} description={t("form.calls_why")} value={chosen} onChange={onChoose}>
      <div className={classes.choices}>
        {rubric === null && <Text size="sm">{t("form.calls_first")}</Text>}
        {candidates.data?.length === 0 && <Text size="sm">{t("form.no_calls")}</Text>}
        {candidates.data?.map((call) => (
          <Checkbox
            key={call.call_id}
            value={call.call_id}
            label={
              <>
                <bdi>{call.agent_name ?? call.file_name}</bdi>{" "}
                <span className={classes.by}>
                  <bdi>{formatDate(call.started_at ?? call.received_at, i18n.language)}</bdi>
                  {call.duration_ms !== null && (
                    <>
                      {" · "}
                      <bdi>{formatLength(call.duration_ms)}</bdi>
                    </>
                  )}
                </span>
              </>
            }
          />
        ))}
      </div>
    </Checkbox.Group>
  );
}

function Scorers({ chosen, onChoose }: ChoiceProps) {
  const { t } = useTranslation("calibration");
  const scorers = useScorers();
  return (
    <Checkbox.Group label={t("form.people")} description={t("form.people_why")} value={chosen} onChange={onChoose}>
      <div className={classes.choices}>
        {scorers.data?.map((person) => (
          <Checkbox key={person.id} value={person.id} label={<bdi>{person.name}</bdi>} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
