import { Skeleton, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Failure } from "../../ui/Failure";
import { PageHead } from "../../ui/PageHead";
import { WaitingForMe } from "../selfevaluation/WaitingForMe";
import { Doors } from "./Doors";
import classes from "./Home.module.css";
import { Moments } from "./Moments";
import { MyBook } from "./MyBook";
import { MyCoaching } from "./MyCoaching";
import { MyDisputes } from "./MyDisputes";
import { MyDrills } from "./MyDrills";
import { MyWeek } from "./MyWeek";
import { useMyHome, useMyProgramme } from "./queries";
import { Targets } from "./Targets";
import { Welcome } from "./Welcome";

/** Where an agent's day begins: what went well comes before everything else. */
export function MyHome() {
  const { t } = useTranslation("home");
  const home = useMyHome();
  // Asked for here, so that both come at once.
  useMyProgramme();
  return (
    <div className={classes.page}>
      <PageHead title={t("title")} lead={t("lead")} />
      {home.isPending && (
        <Stack role="status" aria-label={t("common:loading")}>
          <Skeleton height={150} radius="lg" />
          <Skeleton height={150} radius="lg" />
        </Stack>
      )}
      {home.isError && !home.data && (
        <Failure
          problem={home.error}
          onRetry={() => {
            void home.refetch();
          }}
        />
      )}
      {home.data && (
        <Stack gap="xl">
          {home.data.has_feedback || home.data.ended ? <Moments part="well" moments={home.data.went_well} /> : <Welcome />}
          <MyWeek ended={home.data.ended} />
          <WaitingForMe />
          <Doors home={home.data} />
          <Moments part="hear" moments={home.data.to_hear} />
          <Targets targets={home.data.targets} simulated={home.data.simulated} />
          <div className={classes.parts}>
            <MyBook book={home.data.book} />
            <MyDrills drills={home.data.drills} />
            <MyCoaching coaching={home.data.coaching} />
            <MyDisputes disputes={home.data.disputes} />
          </div>
        </Stack>
      )}
    </div>
  );
}
