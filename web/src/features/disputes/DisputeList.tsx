import { Badge, Button, Skeleton, Title } from "@mantine/core";
import { IconMessageQuestion } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { DisputeBrief } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { formatDate, formatNumber } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { PageHead } from "../../ui/PageHead";
import { useTexts } from "../../workbench/language";
import classes from "./Disputes.module.css";
import { lastDay } from "./OwnDisputes";
import { type ListName, LISTS, useDisputes } from "./queries";
import { Reversals } from "./Reversals";

/** What agents asked to be heard once more: one's own first. */
export function DisputeList() {
  const { t, i18n } = useTranslation("disputes");
  const [address] = useSearchParams();
  const which = LISTS.find((name) => name === address.get("list")) ?? "mine";
  const disputes = useDisputes(which);
  const shown = disputes.data?.pages.flatMap((page) => page.items);
  const counts = disputes.data?.pages[0]?.counts;
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <nav className={look.lists} aria-label={t("lists")}>
        {LISTS.map((name) => (
          <Link key={name} to={name === "mine" ? "/disputes" : `/disputes?list=${name}`} aria-current={name === which ? "page" : undefined}>
            {t(`list.${name}`)}
            {counts && <bdi>{formatNumber(counts[name] ?? 0, i18n.language)}</bdi>}
          </Link>
        ))}
      </nav>
      {disputes.isPending && <Skeleton height={160} radius="lg" />}
      {disputes.isError && !shown && (
        <Failure
          problem={disputes.error}
          onRetry={() => {
            void disputes.refetch();
          }}
        />
      )}
      {shown?.length === 0 && <Nothing which={which} />}
      {shown && shown.length > 0 && (
        <ul className={classes.cards}>
          {shown.map((dispute) => (
            <Card key={dispute.id} dispute={dispute} />
          ))}
        </ul>
      )}
      {disputes.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={disputes.isFetchingNextPage}
          onClick={() => {
            void disputes.fetchNextPage();
          }}
        >
          {t("common:more")}
        </Button>
      )}
      <Reversals />
    </>
  );
}

function Nothing({ which }: { which: ListName }) {
  const { t } = useTranslation("disputes");
  return (
    <Empty icon={<IconMessageQuestion size={44} stroke={1.3} />} title={t(`empty.${which}`)} body={t("empty.body")} />
  );
}

function Card({ dispute }: { dispute: DisputeBrief }) {
  const { t, i18n } = useTranslation("disputes");
  const textIn = useTexts();
  const heading = `dispute-${dispute.id}`;
  const date = (iso: string): string => formatDate(iso, i18n.language);
  return (
    <li className={classes.card} aria-labelledby={heading}>
      <div className={classes.head}>
        <Title order={2} size="h4" id={heading}>
          <Link to={`/disputes/${dispute.id}`} className={look.cardLink}>
            <bdi>{dispute.agent_name}</bdi>
          </Link>
        </Title>
        <Badge variant={dispute.state === "open" ? "light" : "outline"} color="gray" tt="none" fw={550}>
          {t(`state.${dispute.state}`)}
        </Badge>
      </div>
      <p className={classes.facts}>
        <span dir="auto">{textIn(dispute.rubric.title)}</span>
        <bdi>{dispute.file_name}</bdi>
        <span>{t("questions", { count: dispute.questions })}</span>
      </p>
      <p className={classes.facts}>
        <span>{t("opened", { date: date(dispute.opened_at) })}</span>
        {dispute.decided_at !== null && <span>{t("decided", { date: date(dispute.decided_at) })}</span>}
        {dispute.state === "open" && (
          <span className={dispute.overdue ? classes.late : undefined}>
            {t(dispute.overdue ? "overdue" : "due", { date: date(lastDay(dispute.due_at)) })}
          </span>
        )}
        {dispute.state === "open" &&
          (dispute.assignee_name === null ? (
            <span className={classes.late}>{t("nobody")}</span>
          ) : (
            <span>
              {t("assigned_to")} <bdi>{dispute.assignee_name}</bdi>
            </span>
          ))}
      </p>
    </li>
  );
}
