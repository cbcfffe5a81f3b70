import { Button, Group, Modal, MultiSelect, Skeleton, Stack, Switch, Text, TextInput } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { CohortOut } from "../../api";
import { Problem } from "../../ui/Problem";
import { useAgents } from "../calls/queries";
import { useCohort, useRemoveCohort, useSaveCohort } from "./queries";
import { Remove } from "./Remove";
import { cohortDraftOf, cohortWishOf } from "./wish";

interface CohortDialogProps {
  programmeId: string;
  /** Null to begin one. */
  cohortId: string | null;
  onClose: () => void;
}

/** Who goes through the programme together, and on which day their workshop is. */
export function CohortDialog({ programmeId, cohortId, onClose }: CohortDialogProps) {
  const { t } = useTranslation("programmes");
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(cohortId === null ? "cohorts.add" : "cohorts.edit")}
      size="lg"
      attributes={{ header: { role: "none" } }}
    >
      {cohortId === null ? (
        <CohortForm programmeId={programmeId} cohort={null} onClose={onClose} />
      ) : (
        <KnownCohort programmeId={programmeId} cohortId={cohortId} onClose={onClose} />
      )}
    </Modal>
  );
}

function KnownCohort({ programmeId, cohortId, onClose }: CohortDialogProps & { cohortId: string }) {
  const cohort = useCohort(cohortId);
  if (cohort.isError) return <Problem problem={cohort.error} />;
  if (!cohort.data || cohort.isFetching) return <Skeleton height={200} radius="md" />;
  return <CohortForm programmeId={programmeId} cohort={cohort.data} onClose={onClose} />;
}

interface CohortFormProps {
  programmeId: string;
  cohort: CohortOut | null;
  onClose: () => void;
}

function CohortForm({ programmeId, cohort, onClose }: CohortFormProps) {
  const { t } = useTranslation("programmes");
  const agents = useAgents();
  const [draft, setDraft] = useState(() => cohortDraftOf(cohort));
  const save = useSaveCohort(programmeId, cohort);
  const wish = cohortWishOf(draft);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (wish) save.mutate(wish, { onSuccess: onClose });
  };
  const people = (agents.data ?? []).filter((one) => !one.disabled || draft.memberIds.includes(one.id));
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={t("cohorts.name")}
          value={draft.name}
          maxLength={120}
          required
          data-autofocus
          onChange={(event) => {
            setDraft({ ...draft, name: event.currentTarget.value });
          }}
        />
        <TextInput
          type="date"
          label={t("cohorts.day0")}
          description={t(cohort !== null && draft.day0 !== cohort.day0 ? "cohorts.day0_moves" : "cohorts.day0_why")}
          value={draft.day0}
          min="2000-01-01"
          max="2100-01-01"
          required
          onChange={(event) => {
            setDraft({ ...draft, day0: event.currentTarget.value });
          }}
        />
        <MultiSelect
          label={t("cohorts.people")}
          description={t("cohorts.people_why")}
          data={people.map((one) => ({ value: one.id, label: one.team ? `${one.name} · ${one.team.name}` : one.name }))}
          value={draft.memberIds}
          searchable
          hidePickedOptions
          nothingFoundMessage={t("people:no_match")}
          onChange={(memberIds) => {
            setDraft({ ...draft, memberIds });
          }}
        />
        <Text size="sm" c="dimmed">
          {t("cohorts.members", { count: draft.memberIds.length })}
        </Text>
        {cohort !== null && (
          <Switch
            label={t("cohorts.ended")}
            description={t("cohorts.ended_why")}
            checked={draft.ended}
            onChange={(event) => {
              setDraft({ ...draft, ended: event.currentTarget.checked });
            }}
          />
        )}
        {save.isError && <Problem problem={save.error} />}
        <Group>
          <Button type="submit" disabled={wish === null} loading={save.isPending}>
            {t("form.save")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("common:cancel")}
          </Button>
        </Group>
        {cohort !== null && <RemoveCohort cohort={cohort} onGone={onClose} />}
      </Stack>
    </form>
  );
}

function RemoveCohort({ cohort, onGone }: { cohort: CohortOut; onGone: () => void }) {
  const { t } = useTranslation("programmes");
  const removing = useRemoveCohort(cohort, onGone);
  return (
    <Remove
      label={t("remove.cohort")}
      says={t("remove.cohort_says", { count: cohort.members.length })}
      removing={removing}
    />
  );
}
