import { Badge, Group, Select, Skeleton, Title } from "@mantine/core";
import { IconMessages } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import type { CoachingSessionBrief } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { formatDate, formatDateTime, isolated } from "../../ui/format";
import { More } from "../../ui/More";
import { Problem } from "../../ui/Problem";
import { useAgents } from "../calls/queries";
import classes from "./Coaching.module.css";
import { CoachingFrame } from "./CoachingFrame";
import { usePrepare, useSessions } from "./queries";

/** All sessions, the newest first, and how what was agreed in them stands. */
export function SessionsPage() {
  const { t } = useTranslation("coaching");
  const sessions = useSessions();
  const items = sessions.data?.pages.flatMap((page) => page.items);
  return (
    <CoachingFrame lead={t("lead_sessions")}>
      <Begin />
      {sessions.isPending && <Skeleton height={180} radius="lg" mt="md" />}
      {sessions.isError && !items && (
        <Failure
          problem={sessions.error}
          onRetry={() => {
            void sessions.refetch();
          }}
        />
      )}
      {items?.length === 0 && (
        <Empty icon={<IconMessages size={48} stroke={1.3} />} title={t("empty.sessions")} body={t("empty.sessions_body")} />
      )}
      <ul className={classes.cards}>
        {items?.map((session) => (
          <Card key={session.id} session={session} />
        ))}
      </ul>
      <More list={sessions} />
    </CoachingFrame>
  );
}

function Begin() {
  const { t } = useTranslation("coaching");
  const navigate = useNavigate();
  const agents = useAgents();
  const prepare = usePrepare();
  return (
    <>
      <Select
        label={t("begin_with")}
        placeholder={t("choose_agent")}
        data={(agents.data ?? []).filter((agent) => !agent.disabled).map((agent) => ({ value: agent.id, label: agent.name }))}
        value={null}
        searchable
        disabled={prepare.isPending}
        w={{ base: "100%", sm: 320 }}
        onChange={(agentId) => {
          if (agentId === null) return;
          prepare.mutate(
            { agent_id: agentId },
            { onSuccess: (session) => void navigate(`/coaching/sessions/${session.id}`) },
          );
        }}
      />
      {prepare.isError && <Problem problem={prepare.error} />}
    </>
  );
}

function Card({ session }: { session: CoachingSessionBrief }) {
  const { t, i18n } = useTranslation("coaching");
  const heading = `session-${session.id}`;
  const count = (standing: string) => session.actions.filter((action) => action.standing === standing).length;
  return (
    <li className={classes.card} aria-labelledby={heading}>
      <div className={classes.head}>
        <Title order={2} size="h5" id={heading}>
          <Link to={`/coaching/sessions/${session.id}`}>
            <bdi>{session.agent.name}</bdi>
          </Link>
        </Title>
        <Badge variant="light" color="gray" tt="none" fw={550} c="var(--mantine-color-text)">
          {t(`session_state.${session.state}`)}
        </Badge>
      </div>
      <p className={classes.facts}>
        <span>{t("with", { name: isolated(session.trainer) })}</span>
        {session.held_at !== null ? (
          <span>{t("held_on", { date: formatDate(session.held_at, i18n.language) })}</span>
        ) : (
          session.planned_for !== null && (
            <span>{t("planned_for", { date: formatDateTime(session.planned_for, i18n.language) })}</span>
          )
        )}
        <span>{t("clips", { count: session.clips })}</span>
      </p>
      {session.actions.length > 0 && (
        <Group gap="xs">
          {(["met", "open", "not_yet", "waiting"] as const)
            .filter((standing) => count(standing) > 0)
            .map((standing) => (
              <Badge key={standing} variant="outline" color="gray" tt="none" fw={500} c="var(--mantine-color-text)">
                {t(`standings.${standing}`, { count: count(standing) })}
              </Badge>
            ))}
        </Group>
      )}
    </li>
  );
}
