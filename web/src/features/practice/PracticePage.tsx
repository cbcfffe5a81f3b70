import { useTranslation } from "react-i18next";

import { PageHead } from "../../ui/PageHead";
import { seesPractice } from "../session/rights";
import { useMe } from "../session/session";
import { DrillsSection } from "./drills/DrillsSection";
import { WhoPractises } from "./drills/WhoPractises";
import { ScenariosSection } from "./scenarios/ScenariosSection";
import classes from "./Practice.module.css";

/** What there is to practise, a section for each way of practising; for trainers, who practises. Administrators only write scenarios. */
export function PracticePage() {
  const { t } = useTranslation("practice");
  const { role } = useMe().person;
  const agent = role === "agent";
  const lead = agent ? "lead" : seesPractice(role) ? "lead_trainer" : "lead_author";
  return (
    <div className={classes.page}>
      <PageHead title={t(agent ? "title" : "title_trainer")} lead={t(lead)} />
      {agent && <DrillsSection />}
      {seesPractice(role) && <WhoPractises />}
      <ScenariosSection />
    </div>
  );
}
