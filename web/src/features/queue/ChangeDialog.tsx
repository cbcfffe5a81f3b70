import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { AssignmentChange, AssignmentOut } from "../../api";
import { Problem } from "../../ui/Problem";
import { Dialog } from "../../workbench/Dialog";
import { WhyList } from "./AssignmentCard";
import { useChangeAssignment, useReviewers, useWithdraw } from "./queries";
import { dayOf, endOfDay } from "./words";

interface ChangeDialogProps {
  assignment: AssignmentOut;
  onClose: () => void;
}

/** Another reviewer, another date, or no review at all. */
export function ChangeDialog({ assignment, onClose }: ChangeDialogProps) {
  const { t } = useTranslation("queue");
  const reviewers = useReviewers();
  const change = useChangeAssignment(assignment);
  const withdraw = useWithdraw();
  const [reviewer, setReviewer] = useState(assignment.reviewer?.id ?? null);
  const [day, setDay] = useState(dayOf(assignment.due_at));
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const wish: AssignmentChange = {};
    if (reviewer !== (assignment.reviewer?.id ?? null)) wish.reviewer_id = reviewer;
    if (day !== dayOf(assignment.due_at)) wish.due_at = endOfDay(day) ?? null;
    change.mutate(wish, { onSuccess: onClose });
  };
  return (
    <Dialog opened onClose={onClose} title={t("team.change")}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <WhyList why={assignment.why} />
          <Select
            label={t("bulk.to")}
            placeholder={t("nobody")}
            data={(reviewers.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
            value={reviewer}
            clearable
            clearButtonProps={{ "aria-label": t("nobody") }}
            onChange={setReviewer}
          />
          <TextInput
            type="date"
            label={t("bulk.due")}
            value={day}
            required
            onChange={(event) => {
              setDay(event.currentTarget.value);
            }}
          />
          {change.isError && <Problem problem={change.error} />}
          {withdraw.isError && <Problem problem={withdraw.error} />}
          <Group justify="space-between">
            <Button type="submit" loading={change.isPending}>
              {t("common:save")}
            </Button>
            <Button
              variant="subtle"
              color="gray"
              loading={withdraw.isPending}
              onClick={() => {
                withdraw.mutate(assignment.id, { onSuccess: onClose });
              }}
            >
              {t("team.withdraw")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
