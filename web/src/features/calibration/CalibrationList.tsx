import { Badge, Button, Skeleton, Text, Title } from "@mantine/core";
import { IconPlus, IconScale } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { SessionOut } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { formatDate } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { PageHead } from "../../ui/PageHead";
import { useTexts } from "../../workbench/language";
import { runsCalibration } from "../session/rights";
import { useMe } from "../session/session";
import classes from "./Calibration.module.css";
import { useCalibrations } from "./queries";

/** The sessions that one runs or scores in. */
export function CalibrationList() {
  const { t } = useTranslation("calibration");
  const { person } = useMe();
  const sessions = useCalibrations();
  const action = runsCalibration(person.role) && (
    <Button component={Link} to="/calibration/new" leftSection={<IconPlus size={18} stroke={1.7} />}>
      {t("new")}
    </Button>
  );
  const shown = sessions.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} action={action} />
      {sessions.isPending && <Skeleton height={220} radius="lg" />}
      {sessions.isError && !shown && (
        <Failure
          problem={sessions.error}
          onRetry={() => {
            void sessions.refetch();
          }}
        />
      )}
      {shown?.length === 0 && (
        <Empty
          icon={<IconScale size={48} stroke={1.3} />}
          title={t("empty.title")}
          body={t(runsCalibration(person.role) ? "empty.runs" : "empty.scores")}
          action={action}
        />
      )}
      {shown && shown.length > 0 && (
        <ul className={look.cards}>
          {shown.map((session) => (
            <SessionCard key={session.id} session={session} />
          ))}
        </ul>
      )}
      {sessions.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={sessions.isFetchingNextPage}
          onClick={() => {
            void sessions.fetchNextPage();
          }}
        >
          {t("common:more")}
        </Button>
      )}
    </>
  );
}

function SessionCard({ session }: { session: SessionOut }) {
  const { t, i18n } = useTranslation("calibration");
  const textIn = useTexts();
  const mine = session.calls.filter((call) => call.mine_finished === false).length;
  const heading = `session-${session.id}`;
  return (
    <li className={`${look.panel} ${classes.card}`} aria-labelledby={heading}>
      <div className={classes.questionHead}>
        <Title order={2} size="h4" id={heading}>
          <Link to={`/calibration/${session.id}`} className={look.cardLink}>
            <bdi>{session.title}</bdi>
          </Link>
        </Title>
        <Badge variant={session.state === "open" ? "light" : "outline"} color="gray" tt="none" fw={550}>
          {t(`state.${session.state}`)}
        </Badge>
      </div>
      <Text size="sm" c="dimmed" className={classes.facts}>
        <span dir="auto">{textIn(session.rubric.title)}</span>
        <span>{t("facts.calls", { calls: session.calls.length })}</span>
        <span>{t("facts.people", { people: session.participants.length })}</span>
        <span>{formatDate(session.created_at, i18n.language)}</span>
      </Text>
      {session.state === "open" && session.scores && mine > 0 && <Text size="sm">{t("facts.waiting", { mine })}</Text>}
    </li>
  );
}
