import { Button, Text, Title } from "@mantine/core";
import { IconArrowDownRight, IconClockHour4, IconDots, IconHeadphones } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { BelowTarget, CohortBoard, CohortNeed } from "../../api";
import { localeOf } from "../../i18n";
import look from "../../ui/Look.module.css";
import { useTexts } from "../../workbench/language";
import { coaches, seesPractice } from "../session/rights";
import { useMe } from "../session/session";
import classes from "./Board.module.css";

const AT_FIRST = 4;
const MOST_REASONS = 2;

/** Who would gain most by some help, why, and where to begin. */
export function Needs({ board }: { board: CohortBoard }) {
  const { t } = useTranslation("programmes");
  const heading = useId();
  const [all, setAll] = useState(false);
  const shown = all ? board.needs : board.needs.slice(0, AT_FIRST);
  return (
    <section className={look.panel} aria-labelledby={heading}>
      <Title order={2} size="h4" id={heading}>
        {t("needs.title")}
      </Title>
      <Text size="sm" c="dimmed">
        {t(board.needs.length > 0 ? "needs.lead" : "needs.none", { count: board.fewest_calls })}
      </Text>
      <ol className={classes.needs}>
        {shown.map((need) => (
          <NeedLine key={need.person_id} need={need} board={board} />
        ))}
      </ol>
      {board.needs.length > shown.length && (
        <Button
          variant="default"
          onClick={() => {
            setAll(true);
          }}
        >
          {t("needs.more", { count: board.needs.length - shown.length })}
        </Button>
      )}
    </section>
  );
}

function NeedLine({ need, board }: { need: CohortNeed; board: CohortBoard }) {
  const { t } = useTranslation("programmes");
  const person = board.members.find((member) => member.person.id === need.person_id)?.person;
  if (!person) return null;
  return (
    <li className={classes.need}>
      <Text fw={600} component="span">
        <bdi>{person.name}</bdi>
      </Text>
      <ul className={classes.reasons}>
        {need.below.slice(0, MOST_REASONS).map((below) => (
          <Reason key={below.question_id} below={below} board={board} name={person.name} />
        ))}
        {need.below.length > MOST_REASONS && (
          <li>
            <IconDots size={16} stroke={1.7} aria-hidden />
            <div>{t("needs.more_targets", { count: need.below.length - MOST_REASONS })}</div>
          </li>
        )}
        {need.late > 0 && (
          <li>
            <IconClockHour4 size={16} stroke={1.7} aria-hidden />
            <div>{t("needs.late", { count: need.late })}</div>
          </li>
        )}
      </ul>
      <Next personId={need.person_id} name={person.name} cohortId={board.cohort.id} />
    </li>
  );
}

/** Where to go on with somebody: the parts of the page that whoever looks has. */
function Next({ personId, name, cohortId }: { personId: string; name: string; cohortId: string }) {
  const { t } = useTranslation("programmes");
  const { role } = useMe().person;
  const ways = [
    { area: "coaching", to: `/coaching?agent=${personId}&cohort=${cohortId}`, shown: coaches(role) },
    { area: "practice", to: `/practice/people/${personId}`, shown: seesPractice(role) },
  ] as const;
  return (
    <div className={classes.next}>
      {ways
        .filter((way) => way.shown)
        .map((way) => (
          <Link key={way.area} to={way.to} aria-label={t(`needs.next_of.${way.area}`, { name })}>
            {t(`needs.next.${way.area}`)}
          </Link>
        ))}
    </div>
  );
}

function Reason({ below, board, name }: { below: BelowTarget; board: CohortBoard; name: string }) {
  const { t, i18n } = useTranslation("programmes");
  const textIn = useTexts();
  const target = board.targets.find((one) => one.question_id === below.question_id);
  const about = target ? textIn(target.text) : below.question_id;
  const missed = new Intl.NumberFormat(localeOf(i18n.language), { maximumFractionDigits: 0 });
  return (
    <li>
      <IconArrowDownRight size={16} stroke={1.7} aria-hidden />
      <div>
        <bdi>{about}</bdi>
        {": "}
        {t("needs.missed", { count: Math.max(1, Math.round(below.missed)), number: missed.format(below.missed) })}
        {!below.sure && <span className={look.dim}> {t("needs.perhaps")}</span>}{" "}
        {below.call_id !== null && (
          <Link to={`/calls/${below.call_id}`} aria-label={t("needs.hear_of", { name, about })}>
            <IconHeadphones size={16} stroke={1.7} aria-hidden />
            {t("needs.hear")}
          </Link>
        )}
      </div>
    </li>
  );
}
