import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";

import type { ProgrammeOut } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { NotHere } from "../../ui/NotHere";
import { PageHead } from "../../ui/PageHead";
import { Waiting } from "../../ui/Waiting";
import { Cohorts } from "./Cohorts";
import { ProgrammeForm } from "./ProgrammeForm";
import classes from "./Programmes.module.css";
import { useProgramme, useRemoveProgramme } from "./queries";
import { Remove } from "./Remove";

/** One programme and its cohorts, or the beginning of one. */
export function ProgrammePage() {
  const { t } = useTranslation("programmes");
  const { id = "" } = useParams();
  const navigate = useNavigate();
  if (id !== "new") return <KnownProgramme key={id} id={id} />;
  return (
    <>
      <BackLink to="/programmes/all">{t("back")}</BackLink>
      <PageHead title={t("new")} lead={t("lead")} />
      <ProgrammeForm
        programme={null}
        onMade={(made) => {
          void navigate(`/programmes/all/${made.id}`, { replace: true });
        }}
      />
    </>
  );
}

function KnownProgramme({ id }: { id: string }) {
  const { t } = useTranslation("programmes");
  const programme = useProgramme(id);
  if (programme.isPending) return <Waiting />;
  if (!programme.data) return <NotHere asked={programme} />;
  return (
    <>
      <BackLink to="/programmes/all">{t("back")}</BackLink>
      <PageHead title={programme.data.name} lead={t("lead")} />
      <Cohorts programme={programme.data} />
      <ProgrammeForm programme={programme.data} />
      <RemoveProgramme programme={programme.data} />
    </>
  );
}

function RemoveProgramme({ programme }: { programme: ProgrammeOut }) {
  const { t } = useTranslation("programmes");
  const navigate = useNavigate();
  const removing = useRemoveProgramme(programme, () => void navigate("/programmes/all", { replace: true }));
  return (
    <div className={classes.after}>
      <Remove
        label={t("remove.programme")}
        says={t("remove.programme_says", { count: programme.cohorts.length })}
        removing={removing}
      />
    </div>
  );
}
