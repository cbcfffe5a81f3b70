import { Button, Text, Title } from "@mantine/core";
import { IconArrowDown, IconCheck, IconTilde } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import type { BoardCell, BoardMember, BoardTarget, CohortBoard, OwedOut } from "../../api";
import { isKnown } from "../../ui/charts/figure";
import { useFigureText } from "../../ui/charts/useFigureText";
import look from "../../ui/Look.module.css";
import { useTexts } from "../../workbench/language";
import { GiveToCohort } from "../coaching/GiveToCohort";
import { useShares } from "../insights/measures";
import { areasOf } from "../session/rights";
import { useMe } from "../session/session";
import classes from "./Board.module.css";
import { useDueName } from "./words";

/** Members by targets: how often each is said where there was an opportunity, and what is owed this week. */
export function Board({ board }: { board: CohortBoard }) {
  const { t } = useTranslation("programmes");
  const heading = useId();
  const kinds = [...new Set(board.members.flatMap((member) => member.dues.map((due) => due.kind)))];
  return (
    <section className={look.panel} aria-labelledby={heading}>
      <Title order={2} size="h4" id={heading}>
        {t("board.title")}
      </Title>
      <Text size="sm" c="dimmed">
        {t("board.note", { count: board.fewest_calls })}
      </Text>
      <Key />
      {/* A wide table is scrolled within its frame, also by the keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={look.scroll} role="region" aria-label={t("board.scroll")} tabIndex={0}>
        <table className={classes.board}>
          <caption className={look.unseen}>{t("board.title")}</caption>
          <Head board={board} kinds={kinds} />
          <tbody>
            {board.members.map((member) => (
              <Row key={member.person.id} member={member} kinds={kinds} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Head({ board, kinds }: { board: CohortBoard; kinds: string[] }) {
  const { t } = useTranslation("programmes");
  const dueName = useDueName();
  return (
    <thead>
      <tr>
        <th scope="col">{t("board.member")}</th>
        {board.targets.map((target) => (
          <TargetHead key={target.question_id} target={target} cohortId={board.cohort.id} />
        ))}
        {kinds.map((kind) => (
          <th key={kind} scope="col">
            {dueName(kind)}
            <span className={classes.under}>{t("board.this_week")}</span>
          </th>
        ))}
        <th scope="col">{t("board.calls")}</th>
      </tr>
    </thead>
  );
}

/** A target with how the whole cohort stands: where it aims, where it is, where it was before the workshop. */
function TargetHead({ target, cohortId }: { target: BoardTarget; cohortId: string }) {
  const { t } = useTranslation("programmes");
  const [giving, setGiving] = useState(false);
  const mayGive = areasOf(useMe().person.role).includes("coaching");
  const textIn = useTexts();
  const shares = useShares();
  const value = (figure: BoardTarget["lately"]) => (isKnown(figure) ? shares.write(figure.value) : t("board.few"));
  return (
    <th scope="col">
      <bdi>{textIn(target.text)}</bdi>
      <span className={classes.under}>{t("board.aim", { share: shares.write(target.share) })}</span>
      <span className={classes.under}>
        {t("board.whole", { value: value(target.lately), before: value(target.before) })}
      </span>
      {mayGive && (
        <Button
          size="compact-sm"
          variant="subtle"
          mt={4}
          aria-label={t("board.give_task_of", { name: textIn(target.text) })}
          onClick={() => {
            setGiving(true);
          }}
        >
          {t("board.give_task")}
        </Button>
      )}
      {giving && (
        <GiveToCohort
          cohortId={cohortId}
          questionId={target.question_id}
          onClose={() => {
            setGiving(false);
          }}
        />
      )}
    </th>
  );
}

function Row({ member, kinds }: { member: BoardMember; kinds: string[] }) {
  const { t } = useTranslation("programmes");
  return (
    <tr data-disabled={member.person.disabled || undefined}>
      <th scope="row">
        <bdi>{member.person.name}</bdi>
        {member.person.team !== null && (
          <span className={classes.under}>
            <bdi>{member.person.team}</bdi>
          </span>
        )}
      </th>
      {member.cells.map((cell) => (
        <Cell key={cell.question_id} cell={cell} />
      ))}
      {kinds.map((kind) => (
        <DueCell key={kind} due={member.dues.find((due) => due.kind === kind)} late={member.late.find((due) => due.kind === kind)} />
      ))}
      <td>{t("charts:calls", { count: member.calls })}</td>
    </tr>
  );
}

const MARKS = { above: IconCheck, near: IconTilde, below: IconArrowDown } as const;

function Cell({ cell }: { cell: BoardCell }) {
  const { t } = useTranslation("programmes");
  const shares = useShares();
  const figureText = useFigureText();
  if (cell.standing === "few" || !isKnown(cell.figure)) {
    return (
      <td className={look.dim}>
        <span title={figureText(cell.figure, shares)}>{t("board.few")}</span>
        <span className={classes.under}>{t("board.of", { count: cell.figure.count })}</span>
      </td>
    );
  }
  const Mark = MARKS[cell.standing];
  return (
    <td>
      <span className={classes.cell} data-standing={cell.standing} title={figureText(cell.figure, shares)}>
        <Mark size={15} stroke={2} aria-hidden />
        <bdi>{shares.write(cell.figure.value)}</bdi>
        <span className={look.unseen}>{t(`board.standing.${cell.standing}`)}</span>
      </span>
      <span className={classes.under}>{t("board.of", { count: cell.figure.count })}</span>
    </td>
  );
}

function DueCell({ due, late }: { due: OwedOut | undefined; late: OwedOut | undefined }) {
  const { t } = useTranslation("programmes");
  return (
    <td>
      {due && due.owed > 0 ? t("board.done_of", { done: due.done, owed: due.owed }) : t("board.nothing_owed")}
      {late && <span className={classes.under}>{t("board.late", { count: late.owed - late.done })}</span>}
    </td>
  );
}

/** What the marks of the board say. */
function Key() {
  const { t } = useTranslation("programmes");
  return (
    <ul className={classes.key} aria-label={t("board.key")}>
      {(["above", "near", "below"] as const).map((standing) => {
        const Mark = MARKS[standing];
        return (
          <li key={standing}>
            <span className={classes.cell} data-standing={standing}>
              <Mark size={15} stroke={2} aria-hidden />
            </span>
            {t(`board.standing.${standing}`)}
          </li>
        );
      })}
    </ul>
  );
}
