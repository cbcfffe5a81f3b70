import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { DrillOut } from "../../api";
import { useTexts } from "../../workbench/language";
import { VerdictWords } from "../practice/drills/VerdictWords";
import classes from "./Home.module.css";
import { Part } from "./Part";

/** What is worth trying once more, and how far one has come with it. */
export function MyDrills({ drills }: { drills: readonly DrillOut[] }) {
  const { t } = useTranslation("home");
  const textIn = useTexts();
  return (
    <Part name="drills" title={t("drills.title")} to="/practice" all={t("drills.all")}>
      {drills.length === 0 ? (
        <Text c="dimmed">{t("drills.none")}</Text>
      ) : (
        <ul className={classes.lines}>
          {drills.map((drill) => (
            <li key={drill.id}>
              <Link to={`/practice/drills/${encodeURIComponent(drill.id)}`} className={classes.all}>
                <bdi>{textIn(drill.topic)}</bdi>
              </Link>
              <span className={classes.state}>
                {t("practice:misses", { count: drill.misses })}
                {" · "}
                {drill.attempts === 0 ? t("drills.untried") : t("practice:attempts", { count: drill.attempts })}
                {drill.best !== null && (
                  <>
                    {" · "}
                    <VerdictWords verdict={drill.best} />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}
