import { Button, Group, Radio, Stack, Textarea, UnstyledButton } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { CellOut, ComparedQuestion, SessionOut } from "../../api";
import { Problem } from "../../ui/Problem";
import { useTexts } from "../../workbench/language";
import { runsCalibration } from "../session/rights";
import { useMe } from "../session/session";
import classes from "./Calibration.module.css";
import { NOT_APPLICABLE } from "./plain";
import { useSettle } from "./queries";
import { answered, useFigures } from "./words";

interface ReferenceCellProps {
  session: SessionOut;
  question: ComparedQuestion;
  cell: CellOut;
}

/** What was settled, why, and, for who runs the session, the way to settle it. */
export function ReferenceCell({ session, question, cell }: ReferenceCellProps) {
  const { t } = useTranslation("calibration");
  const { person } = useMe();
  const { answer } = useFigures();
  const [open, setOpen] = useState(false);
  const { reference } = cell;
  const settles = runsCalibration(person.role) && session.state === "compared";
  if (open) {
    return (
      <Settle
        session={session}
        question={question}
        cell={cell}
        onDone={() => {
          setOpen(false);
        }}
      />
    );
  }
  return (
    <>
      {reference && (
        <>
          <strong>
            <bdi>{answer(question, answered(reference))}</bdi>
          </strong>
          <span className={classes.noted} dir="auto">
            {reference.why ?? t("reference.unanimous")}
          </span>
        </>
      )}
      {!reference && !settles && "–"}
      {settles && (
        <UnstyledButton
          className={classes.quiet}
          onClick={() => {
            setOpen(true);
          }}
        >
          {t(reference ? "reference.change" : "reference.settle")}
        </UnstyledButton>
      )}
    </>
  );
}

function Settle({ session, question, cell, onDone }: ReferenceCellProps & { onDone: () => void }) {
  const { t } = useTranslation("calibration");
  const textIn = useTexts();
  const settle = useSettle(session);
  const [chosen, setChosen] = useState(answered(cell.reference) ?? "");
  const [why, setWhy] = useState("");
  const place = { callId: cell.call_id, questionId: question.id };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const notApplicable = chosen === NOT_APPLICABLE;
    const answer = { option_id: notApplicable ? null : chosen, not_applicable: notApplicable, why: why.trim() };
    settle.mutate({ kind: "reference", ...place, answer }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs" miw={220}>
        <Radio.Group label={t("reference.answer")} value={chosen} onChange={setChosen}>
          <Stack gap={4} mt={4}>
            {question.options.map((option) => (
              <Radio key={option.id} value={option.id} label={textIn(option.label)} />
            ))}
            <Radio value={NOT_APPLICABLE} label={t("answer.not_applicable")} />
          </Stack>
        </Radio.Group>
        <Textarea
          label={t("reference.why")}
          value={why}
          autosize
          minRows={2}
          maxLength={2000}
          onChange={(event) => {
            setWhy(event.currentTarget.value);
          }}
        />
        {settle.isError && <Problem problem={settle.error} />}
        <Group gap="xs">
          <Button type="submit" size="compact-sm" disabled={chosen === "" || why.trim() === ""} loading={settle.isPending}>
            {t("common:save")}
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={onDone}>
            {t("common:cancel")}
          </Button>
          {cell.reference && (
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              onClick={() => {
                settle.mutate({ kind: "withdraw", ...place }, { onSuccess: onDone });
              }}
            >
              {t("reference.withdraw")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
