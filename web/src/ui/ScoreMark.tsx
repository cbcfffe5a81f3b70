import { Group, Stack, Text } from "@mantine/core";
import { IconSparkles, IconUser } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import classes from "./ScoreMark.module.css";
import { formatNumber } from "./format";
import { scoreWord } from "./scoreWord";

interface ScoreMarkProps {
  percent: number | null;
  passed: boolean | null;
  /** Nobody has answered yet: the mark is outlined. A person's is filled. */
  machineOnly: boolean;
  /** Leaves out whose score it is, where only a person's can stand. */
  plain?: boolean;
}

/** A score as a word first and a number second; machine outlined, person filled. */
export function ScoreMark({ percent, passed, machineOnly, plain = false }: ScoreMarkProps) {
  const { t, i18n } = useTranslation("calls");
  const who = machineOnly ? t("score.by_machine") : t("score.by_person");
  if (percent === null) return <Text c="dimmed">{t("score.none")}</Text>;
  const number = formatNumber(Math.round(percent), i18n.language);
  return (
    <Group gap="xs" wrap="nowrap" title={plain ? undefined : who}>
      {!plain && (
        <span className={classes.mark} data-by={machineOnly ? "machine" : "person"} role="img" aria-label={who}>
          {machineOnly ? <IconSparkles size={14} stroke={1.6} /> : <IconUser size={14} stroke={2.2} />}
        </span>
      )}
      <Stack gap={0}>
        <Text fw={550} lh={1.3}>
          {t(`score.${scoreWord(percent, passed)}`)}
        </Text>
        <Text size="sm" c="dimmed" lh={1.3}>
          <bdi>{t("score.out_of", { percent: number })}</bdi>
        </Text>
      </Stack>
    </Group>
  );
}
