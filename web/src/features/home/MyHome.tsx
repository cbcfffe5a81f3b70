import { Skeleton, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Failure } from "../../ui/Failure";
import { PageHead } from "../../ui/PageHead";
import { WaitingForMe } from "../selfevaluation/WaitingForMe";
import { Doors } from "./Doors";
import classes from "./Home.module.css";
import { Moments } from "./Moments";
import { MyWeek } from "./MyWeek";
import { useMyHome } from "./queries";
import { Targets } from "./Targets";

/** Where an agent's day begins: what went well comes before everything else. */
export function MyHome() {
  const { t } = useTranslation("home");
  const home = useMyHome();
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
          <Moments part="well" moments={home.data.went_well} />
          <MyWeek />
          <WaitingForMe />
          <Doors unread={home.data.unread} underReview={home.data.under_review} />
          <Moments part="hear" moments={home.data.to_hear} />
          <Targets targets={home.data.targets} />
        </Stack>
      )}
    </div>
  );
}
