import { Button, Skeleton, Switch, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { ChoiceOut } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { Failure } from "../../ui/Failure";
import { PageHead } from "../../ui/PageHead";
import { Problem } from "../../ui/Problem";
import { managesNotices } from "../session/rights";
import { useMe } from "../session/session";
import classes from "./Notices.module.css";
import { useChoices, useChoose } from "./queries";

/** What a person wishes to be told of; an administrator also says what all others are told of. */
export function ChoicesPage() {
  const { t } = useTranslation("notices");
  const choices = useChoices();
  const personal = choices.data?.filter((choice) => !choice.alert) ?? [];
  const alerts = choices.data?.filter((choice) => choice.alert) ?? [];
  return (
    <>
      <BackLink to="/notices">{t("title")}</BackLink>
      <PageHead title={t("choices.title")} lead={t("choices.lead")} />
      {choices.isPending && <Skeleton height={320} radius="lg" />}
      {choices.isError && !choices.data && (
        <Failure
          problem={choices.error}
          onRetry={() => {
            void choices.refetch();
          }}
        />
      )}
      {personal.length > 0 && <Group title={t("choices.personal")} choices={personal} />}
      {alerts.length > 0 && (
        <Group title={t("choices.alerts")} hint={t("choices.alerts_hint")} choices={alerts} />
      )}
    </>
  );
}

interface GroupProps {
  title: string;
  hint?: string;
  choices: ChoiceOut[];
}

function Group({ title, hint, choices }: GroupProps) {
  const { t } = useTranslation("notices");
  const { person } = useMe();
  const choose = useChoose();
  const forAll = managesNotices(person.role);
  return (
    <section className={classes.day} aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      {hint !== undefined && (
        <Text c="dimmed" maw="44rem">
          {hint}
        </Text>
      )}
      {choose.isError && <Problem problem={choose.error} />}
      <ul className={classes.sheet}>
        {choices.map((choice) => (
          <li key={choice.kind} className={classes.choice}>
            <div className={classes.said}>
              <Text fw={500}>{t(`kind.${choice.kind}`)}</Text>
              <Text size="sm" c="dimmed">
                {t(choice.house ? "choices.house_on" : "choices.house_off")}
              </Text>
            </div>
            {choice.decided_by === "self" && (
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={`${t("choices.as_house")}: ${t(`kind.${choice.kind}`)}`}
                onClick={() => {
                  choose.mutate({ kind: choice.kind, forAll: false, told: null });
                }}
              >
                {t("choices.as_house")}
              </Button>
            )}
            {forAll && (
              <Switch
                label={t("choices.for_all")}
                aria-label={`${t("choices.for_all")}: ${t(`kind.${choice.kind}`)}`}
                title={t("choices.for_all_hint")}
                checked={choice.house}
                onChange={(event) => {
                  choose.mutate({ kind: choice.kind, forAll: true, told: event.currentTarget.checked });
                }}
              />
            )}
            <Switch
              label={t("choices.for_me")}
              aria-label={`${t("choices.for_me")}: ${t(`kind.${choice.kind}`)}`}
              checked={choice.told}
              onChange={(event) => {
                choose.mutate({ kind: choice.kind, forAll: false, told: event.currentTarget.checked });
              }}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
