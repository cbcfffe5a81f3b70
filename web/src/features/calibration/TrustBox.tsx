import { Badge, Button, Group, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ComparedQuestion, GroundOut, SessionOut, TrustOut } from "../../api";
import { formatDate, formatNumber } from "../../ui/format";
import { Problem } from "../../ui/Problem";
import { runsCalibration } from "../session/rights";
import { useMe } from "../session/session";
import classes from "./Calibration.module.css";
import { useDecideTrust } from "./queries";
import { useFigures } from "./words";

interface TrustBoxProps {
  session: SessionOut;
  question: ComparedQuestion;
  trust: TrustOut;
}

/** How far the machine's answers to this question are trusted, and what the measured agreement proposes. */
export function TrustBox({ session, question, trust }: TrustBoxProps) {
  const { t } = useTranslation("calibration");
  const { person } = useMe();
  return (
    <div className={classes.trust}>
      <Group gap="xs">
        <span className={classes.trustName}>{t("trust.state")}</span>
        <Badge variant="outline" tt="none" fw={550}>
          {t(`trust.of.${trust.current}`)}
        </Badge>
        {trust.moves !== null && (
          <span className={classes.proposed}>
            {t(`trust.proposes.${trust.moves}`, { state: t(`trust.of.${trust.proposed}`) })}
          </span>
        )}
      </Group>
      <details className={classes.more}>
        <summary>{t("trust.grounds")}</summary>
        <ul className={classes.grounds}>
          {groundsOf(trust).map((ground) => (
            <Ground
              key={`${ground.about} ${ground.answer ?? ""}`}
              ground={ground}
              question={question}
              down={trust.moves === "down"}
            />
          ))}
        </ul>
        <Decisions trust={trust} />
      </details>
      {trust.moves !== null && runsCalibration(person.role) && (
        // Another proposal is another decision: its reason is written anew.
        <Decide key={trust.proposed} session={session} question={question} trust={trust} />
      )}
    </div>
  );
}

/** Of two that ask about the same, the first asks for more: who has that has the other. */
function groundsOf({ grounds }: TrustOut): GroundOut[] {
  return grounds.filter(
    (ground, place) =>
      grounds.findIndex((one) => one.about === ground.about && one.answer === ground.answer) === place,
  );
}

interface GroundProps {
  ground: GroundOut;
  question: ComparedQuestion;
  /** Going down goes by the plain share, going up by the lower end of its interval. */
  down: boolean;
}

function Ground({ ground, question, down }: GroundProps) {
  const { t, i18n } = useTranslation("calibration");
  const { percent, answer } = useFigures();
  const shown = (value: number): string =>
    ground.about === "units" ? formatNumber(value, i18n.language) : percent(value);
  return (
    <li>
      {t(`trust.${down ? "ground" : "ground_low"}.${ground.about}`, {
        found: ground.found === null ? t("trust.nothing") : shown(ground.found),
        needed: shown(ground.needed),
        answer: answer(question, ground.answer),
      })}{" "}
      <span className={classes.why}>{t(ground.met ? "trust.met" : "trust.missing")}</span>
    </li>
  );
}

function Decisions({ trust }: { trust: TrustOut }) {
  const { t, i18n } = useTranslation("calibration");
  if (trust.decisions.length === 0) return null;
  return (
    <ul className={classes.grounds}>
      {trust.decisions.map((one) => (
        <li key={one.decided_at}>
          {t(one.accepted ? "trust.accepted" : "trust.declined", {
            name: one.person_name,
            before: t(`trust.of.${one.before}`),
            after: t(`trust.of.${one.proposed}`),
            date: formatDate(one.decided_at, i18n.language),
          })}{" "}
          <span dir="auto">{one.reason}</span>
        </li>
      ))}
    </ul>
  );
}

function Decide({ session, question, trust }: TrustBoxProps) {
  const { t } = useTranslation("calibration");
  const decide = useDecideTrust(session.id);
  const [reason, setReason] = useState("");
  const send = (accept: boolean) => () => {
    const { current, proposed } = trust;
    decide.mutate({ questionId: question.id, wish: { current, proposed, accept, reason: reason.trim() } });
  };
  const missing = reason.trim() === "";
  return (
    <>
      <Textarea
        label={t("trust.reason")}
        value={reason}
        autosize
        minRows={1}
        maxLength={2000}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
      {decide.isError && <Problem problem={decide.error} />}
      <Group gap="xs">
        <Button size="compact-sm" disabled={missing} loading={decide.isPending} onClick={send(true)}>
          {t("trust.accept")}
        </Button>
        <Button size="compact-sm" variant="default" disabled={missing} loading={decide.isPending} onClick={send(false)}>
          {t("trust.decline")}
        </Button>
      </Group>
    </>
  );
}
