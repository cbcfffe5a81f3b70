import { Anchor, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { EvaluationOut } from "../../api";
import classes from "./Disputes.module.css";

/** Over feedback that no longer stands: that it does not, and the way to what does. */
export function Replaced({ evaluation }: { evaluation: EvaluationOut }) {
  const { t } = useTranslation("disputes");
  if (evaluation.standing_id == null) return null;
  return (
    <section className={classes.changed} aria-labelledby="replaced">
      <Title order={2} size="h4" id="replaced">
        {t("retracted.title")}
      </Title>
      <Text>{t("retracted.body")}</Text>
      {evaluation.retracted_why != null && (
        <p className={classes.reason} dir="auto">
          {evaluation.retracted_why}
        </p>
      )}
      <Anchor component={Link} to={`/feedback/${evaluation.standing_id}`}>
        {t("retracted.go")}
      </Anchor>
    </section>
  );
}
