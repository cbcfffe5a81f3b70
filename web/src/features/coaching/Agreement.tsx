import { IconCircle, IconCircleCheckFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { CoachingActionOut, CoachingShownCall } from "../../api";
import { formatDate } from "../../ui/format";
import { useTexts } from "../../workbench/language";
import type { AddressOf } from "./addresses";
import classes from "./Coaching.module.css";

interface AgreementProps {
  action: CoachingActionOut;
  /** Where a call that it stands by is read. */
  addressOf: AddressOf;
}

/** What was agreed, how it stands by the calls since, and which calls these are. */
export function Agreement({ action, addressOf }: AgreementProps) {
  const { t, i18n } = useTranslation("coaching");
  const textIn = useTexts();
  const met = action.standing === "met";
  return (
    <div className={classes.agreement} data-met={met || undefined}>
      <p className={classes.question} dir="auto">
        {textIn(action.question)}
      </p>
      {action.words !== null && (
        <p className={classes.words} dir="auto">
          {action.words}
        </p>
      )}
      <div className={classes.dots} aria-hidden>
        {Array.from({ length: action.needed }, (_, place) =>
          place < action.done ? (
            <IconCircleCheckFilled key={place} size={19} className={classes.doneDot} />
          ) : (
            <IconCircle key={place} size={19} stroke={1.6} className={classes.openDot} />
          ),
        )}
      </div>
      <p className={classes.facts}>
        <span>{t("goal", { needed: action.needed, outOf: action.out_of })}</span>
        {action.people_only && <span>{t("people_only_short")}</span>}
        <span data-late={action.overdue || undefined}>
          {t(action.overdue ? "was_due" : "due", { date: formatDate(action.due_on, i18n.language) })}
        </span>
      </p>
      <p className={classes.standing}>
        {t(`standing.${action.standing === "open" && action.seen === 0 ? "none_yet" : action.standing}`, { done: action.done, seen: action.seen })}
        {action.reopened_at !== null && !met && ` ${t("reopened")}`}
      </p>
      {action.calls.length > 0 && (
        <details className={classes.proof}>
          <summary>{t(met ? "closed_by" : "so_far")}</summary>
          <ul>
            {action.calls.map((call) => (
              <ShownCall key={call.call_id} call={call} address={addressOf(call)} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function ShownCall({ call, address }: { call: CoachingShownCall; address: string | null }) {
  const { t, i18n } = useTranslation("coaching");
  const when = t("call_on", { date: formatDate(call.began_at, i18n.language) });
  return (
    <li>
      {address === null ? when : <Link to={address}>{when}</Link>}
      {" – "}
      {t(call.done ? "shown" : "not_shown")}
      {" · "}
      {t(call.decided_by === "person" ? "by_person" : "by_machine")}
    </li>
  );
}
