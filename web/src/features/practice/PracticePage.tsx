import { useTranslation } from "react-i18next";

import { PageHead } from "../../ui/PageHead";
import { useMe } from "../session/session";
import { DrillsSection } from "./drills/DrillsSection";
import { WhoPractises } from "./drills/WhoPractises";
import { ScenariosSection } from "./scenarios/ScenariosSection";
import classes from "./Practice.module.css";

/** What there is to practise, a section for each way of practising; for trainers, who practises. */
export function PracticePage() {
  const { t } = useTranslation("practice");
  const agent = useMe().person.role === "agent";
  return (
    <div className={classes.page}>
      <PageHead title={t(agent ? "title" : "title_trainer")} lead={t(agent ? "lead" : "lead_trainer")} />
      {agent ? <DrillsSection /> : <WhoPractises />}
      <ScenariosSection />
    </div>
  );
}
