import { Alert, Anchor, Button, Select, Skeleton, Text } from "@mantine/core";
import { IconFlag, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";

import type { CohortBoard, TrainerHome } from "../../api";
import { Empty } from "../../ui/Empty";
import { formatDate } from "../../ui/format";
import { NotHere } from "../../ui/NotHere";
import { PageHead } from "../../ui/PageHead";
import { Problem } from "../../ui/Problem";
import { Board } from "./Board";
import { Curves } from "./Curves";
import { Needs } from "./Needs";
import { NextSteps } from "./NextSteps";
import { Parts } from "./Parts";
import classes from "./Board.module.css";
import { useBoard, useProgrammes, useTrainerHome } from "./queries";
import { Simulated } from "./Simulated";
import { Stages } from "./Stages";

const PERIODS = [14, 28, 56, 90] as const;
const USUAL_DAYS = 28;

/** The trainer's home: where a cohort stands, who needs what, and who does what was taught, how often. */
export function BoardPage() {
  const { cohort = "" } = useParams();
  const [asked] = useSearchParams();
  const days = PERIODS.find((one) => String(one) === asked.get("days")) ?? USUAL_DAYS;
  const board = useBoard(cohort, days);
  const home = useTrainerHome(cohort);
  return (
    <>
      <Parts />
      {board.isPending && <Skeleton height={420} radius="lg" />}
      {board.isError && !board.data && <NotHere asked={board} />}
      {home.isError && !home.data && <Problem problem={home.error} />}
      {board.data && <Told board={board.data} home={home.data} days={days} waiting={board.isPlaceholderData} />}
    </>
  );
}

interface ToldProps {
  board: CohortBoard;
  home: TrainerHome | undefined;
  days: number;
  waiting: boolean;
}

function Told({ board, home, days, waiting }: ToldProps) {
  const { t, i18n } = useTranslation("programmes");
  const { cohort } = board;
  return (
    <>
      <PageHead
        title={cohort.name}
        action={
          <Button component={Link} to={`/programmes/all/${cohort.programme.id}`} variant="default">
            {t("board.edit")}
          </Button>
        }
      />
      <Which board={board} days={days} />
      <div className={classes.stack} aria-busy={waiting}>
        {cohort.programme.ended_at === null ? (
          <Stages cohort={cohort} />
        ) : (
          <Alert color="gray" role="note" icon={<IconFlag size={18} />}>
            {t("board.ended", { date: formatDate(cohort.programme.ended_at, i18n.language) })}
          </Alert>
        )}
        {cohort.members.length === 0 ? (
          <Empty
            icon={<IconUsers size={48} stroke={1.3} />}
            title={t("board.nobody")}
            body={t("board.nobody_body")}
            action={
              <Button component={Link} to={`/programmes/all/${cohort.programme.id}`}>
                {t("board.add_people")}
              </Button>
            }
          />
        ) : (
          <>
            {cohort.programme.ended_at === null && <NextSteps cohort={cohort} steps={home?.steps} />}
            <Curves cohort={cohort} home={home} />
            {cohort.programme.ended_at === null && cohort.stage !== "before" && <Needs board={board} />}
            <Board board={board} />
          </>
        )}
      </div>
    </>
  );
}

/** Which cohort, over which days, and of which programme. */
function Which({ board, days }: Pick<ToldProps, "board" | "days">) {
  const { t, i18n } = useTranslation("programmes");
  const navigate = useNavigate();
  const [, setAsked] = useSearchParams();
  const programmes = useProgrammes();
  const { cohort } = board;
  const groups = (programmes.data ?? [])
    .filter((programme) => programme.cohorts.length > 0)
    .map((programme) => ({
      group: programme.name,
      items: programme.cohorts.map((one) => ({ value: one.id, label: one.name })),
    }));
  return (
    <div className={classes.which}>
      <Select
        label={t("board.cohort")}
        data={groups.length > 0 ? groups : [{ value: cohort.id, label: cohort.name }]}
        value={cohort.id}
        allowDeselect={false}
        onChange={(id) => {
          if (id) void navigate(`/programmes/${id}?days=${days}`);
        }}
      />
      <Select
        label={t("board.days")}
        data={PERIODS.map((one) => ({ value: String(one), label: t("board.last_days", { count: one }) }))}
        value={String(days)}
        allowDeselect={false}
        onChange={(value) => {
          setAsked({ days: value ?? String(USUAL_DAYS) }, { replace: true });
        }}
      />
      <div className={classes.about}>
        <Text size="sm">
          {t("board.programme")}{" "}
          <Anchor component={Link} to={`/programmes/all/${cohort.programme.id}`} underline="always">
            <bdi>{cohort.programme.name}</bdi>
          </Anchor>
          {cohort.programme.simulated && (
            <>
              {" "}
              <Simulated />
            </>
          )}
        </Text>
        <Text size="sm" c="dimmed">
          {t("board.over", {
            since: formatDate(board.since, i18n.language),
            until: formatDate(board.until, i18n.language),
          })}
        </Text>
      </div>
    </div>
  );
}
