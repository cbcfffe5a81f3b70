import { Text } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { ask, simulatedCalls } from "../../api";
import { useMe } from "../session/session";
import classes from "./SimulatedHere.module.css";

/** Ends every page where people and calls may be shown that a generator drew. */
export function SimulatedHere() {
  const { t } = useTranslation("simulated");
  const { person } = useMe();
  const { data } = useQuery({
    queryKey: ["simulated-calls", person.id],
    queryFn: () => ask(simulatedCalls()),
    staleTime: 5 * 60_000,
  });
  if (data?.here !== true) return null;
  return (
    <footer className={classes.here}>
      <IconFlask size={16} stroke={1.6} aria-hidden />
      <Text size="sm" c="dimmed">
        {t("here")}
      </Text>
    </footer>
  );
}
