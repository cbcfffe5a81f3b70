import { Radio, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ConsentIn, ExemplarOut } from "../../api";
import look from "../../ui/Look.module.css";
import { Problem } from "../../ui/Problem";
import { ExemplarCard } from "./ExemplarCard";
import classes from "./Exemplars.module.css";
import { useConsent, useOwnExemplars } from "./queries";

const CHOICES = ["named", "unnamed", "declined"] as const satisfies readonly ConsentIn["choice"][];

/** Moments of the agent's own that others would like to learn from; only the agent says whether they may. */
export function OwnMoments() {
  const { t } = useTranslation("exemplars");
  const own = useOwnExemplars();
  if (!own.data || own.data.length === 0) return null;
  return (
    <section aria-labelledby="own-moments" className={classes.own}>
      <Title order={2} size="h4" id="own-moments">
        {t("own.title", { count: own.data.length })}
      </Title>
      <Text c="dimmed">{t("own.lead")}</Text>
      <ul className={look.column}>
        {own.data.map((exemplar) => (
          <ExemplarCard key={exemplar.id} exemplar={exemplar}>
            <Choice exemplar={exemplar} />
          </ExemplarCard>
        ))}
      </ul>
    </section>
  );
}

function Choice({ exemplar }: { exemplar: ExemplarOut }) {
  const { t } = useTranslation("exemplars");
  const consent = useConsent(exemplar.id);
  // What was just chosen shows at once; what the server could not keep goes back.
  const [said, setSaid] = useState(exemplar.my_choice);
  return (
    <Stack gap="xs">
      <Radio.Group
        label={t("own.may_others")}
        value={said === "pending" ? "" : (said ?? "")}
        onChange={(choice) => {
          setSaid(choice as ConsentIn["choice"]);
          consent.mutate(choice as ConsentIn["choice"], {
            onError: () => {
              setSaid(exemplar.my_choice);
            },
          });
        }}
      >
        <Stack gap={6} mt={6}>
          {CHOICES.map((choice) => (
            <Radio key={choice} value={choice} label={t(`own.${choice}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {consent.isError && <Problem problem={consent.error} />}
    </Stack>
  );
}
