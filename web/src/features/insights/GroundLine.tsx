import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Ground } from "../../api";
import { formatNumber } from "../../ui/format";
import { SimulatedFigures } from "../simulated/SimulatedFigures";
import { useAsked } from "./asked";

/** What all figures of the page rest on: how many calls, and whose word their scores use. */
export function GroundLine({ ground, peopleOnly }: { ground: Ground; peopleOnly: boolean }) {
  const { t, i18n } = useTranslation("insights");
  const [asked, change] = useAsked();
  const number = (value: number) => formatNumber(value, i18n.language);
  return (
    <>
      <SimulatedFigures
        count={ground.simulated}
        asked={asked.simulated}
        onAsk={(simulated) => {
          change({ simulated });
        }}
      />
      <div role="status">
        <Text size="sm">
          {t("ground.calls", { count: ground.calls, shown: number(ground.calls) })}{" "}
          {peopleOnly
            ? t("ground.people_only", { reviewed: number(ground.reviewed), people: number(ground.from_people) })
            : t("ground.both", {
                people: number(ground.from_people),
                machine: number(ground.from_machine),
                reviewed: number(ground.reviewed),
              })}
        </Text>
        <Text size="sm" c="dimmed">
          {t("ground.few", { fewest: ground.fewest_calls, zone: ground.time_zone })}
          {ground.hidden > 0 && ` ${t("ground.hidden", { count: ground.hidden })}`}
          {ground.untold > 0 && ` ${t("ground.untold", { count: ground.untold })}`}
        </Text>
      </div>
    </>
  );
}
