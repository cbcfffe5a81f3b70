import { Button, Group, Radio, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";

import type { DrillDetailOut, DrillMomentOut } from "../../../api";
import { BackLink } from "../../../ui/BackLink";
import { Failure } from "../../../ui/Failure";
import { formatDate } from "../../../ui/format";
import look from "../../../ui/Look.module.css";
import { More } from "../../../ui/More";
import { PageHead } from "../../../ui/PageHead";
import { Problem } from "../../../ui/Problem";
import { Recorder } from "../../../ui/recorder/Recorder";
import { PlayButton } from "../../../ui/sound/PlayButton";
import { useTexts } from "../../../workbench/language";
import { useNamed } from "../../../workbench/sealed/marks";
import { ExemplarCard } from "../../exemplars/ExemplarCard";
import { useExemplars } from "../../exemplars/queries";
import classes from "../Practice.module.css";
import { AttemptCard } from "./AttemptCard";
import { momentSound, useAttempts, useDrill, useRecord } from "./queries";

/** One drill: hear the customer, reply, learn what came of it, try again. The chosen sentence lives in the address. */
export function DrillPage() {
  const { t } = useTranslation("practice");
  const { id = "" } = useParams();
  const textIn = useTexts();
  const drill = useDrill(id);
  return (
    <div className={classes.page}>
      <BackLink to="/practice">{t("back")}</BackLink>
      {drill.isPending && <Skeleton height={240} radius="lg" role="status" aria-label={t("common:loading")} />}
      {drill.isError && !drill.data && (
        <Failure
          problem={drill.error}
          onRetry={() => {
            void drill.refetch();
          }}
        />
      )}
      {drill.data && (
        <>
          <PageHead title={textIn(drill.data.topic)} lead={t("drill_lead")} />
          <Drilling drill={drill.data} />
        </>
      )}
    </div>
  );
}

function Drilling({ drill }: { drill: DrillDetailOut }) {
  const [search, setSearch] = useSearchParams();
  const chosen = drill.moments.find((moment) => moment.id === search.get("moment")) ?? drill.moments[0];
  return (
    <>
      {chosen !== undefined && (
        <Heard
          drill={drill}
          chosen={chosen}
          onChoose={(moment) => {
            setSearch({ moment }, { replace: true });
          }}
        />
      )}
      {chosen !== undefined && <Replying key={chosen.id} drill={drill} moment={chosen} />}
      <Attempts drillId={drill.id} />
      <Examples drill={drill} />
    </>
  );
}

interface HeardProps {
  drill: DrillDetailOut;
  chosen: DrillMomentOut;
  onChoose: (momentId: string) => void;
}

function Heard({ drill, chosen, onChoose }: HeardProps) {
  const { t, i18n } = useTranslation("practice");
  const named = useNamed();
  const bring = useCallback(() => momentSound(drill.id, chosen.id), [drill.id, chosen.id]);
  return (
    <section className={classes.step} aria-labelledby="customer-says">
      <Title order={2} size="h4" id="customer-says">
        {t("step.hear")}
      </Title>
      <blockquote className={classes.says} dir="auto" lang={drill.language}>
        {named(chosen.text)}
      </blockquote>
      <Group gap="sm">
        {chosen.has_sound && <PlayButton key={chosen.id} soundKey={chosen.id} fetched={bring} label={t("hear_customer")} />}
        <Text size="sm" c="dimmed">
          {chosen.at === null
            ? t(chosen.source === "exemplar" ? "source.exemplar" : "source.book")
            : t("source.missed", { date: formatDate(chosen.at, i18n.language) })}
        </Text>
      </Group>
      {drill.moments.length > 1 && (
        <details className={classes.quiet}>
          <summary>{t("others", { count: drill.moments.length - 1 })}</summary>
          <Radio.Group value={chosen.id} onChange={onChoose} aria-label={t("choose")} mt="xs">
            <Stack gap={8}>
              {drill.moments.map((moment) => (
                <Radio key={moment.id} value={moment.id} label={<span dir="auto">{named(moment.text)}</span>} />
              ))}
            </Stack>
          </Radio.Group>
        </details>
      )}
    </section>
  );
}

function Replying({ drill, moment }: { drill: DrillDetailOut; moment: DrillMomentOut }) {
  const { t } = useTranslation("practice");
  const [taken, setTaken] = useState<Blob | null>(null);
  const record = useRecord(drill.id);
  const onRecorded = useCallback(
    (sound: Blob) => {
      record.reset();
      setTaken(sound);
    },
    [record],
  );
  return (
    <section className={classes.step} aria-labelledby="reply">
      <Title order={2} size="h4" id="reply">
        {t("step.reply")}
      </Title>
      <Text c="dimmed">
        {drill.within_s === null ? t("reply_lead") : t("reply_lead_within", { count: Math.round(drill.within_s) })}
      </Text>
      {drill.sentences.length > 0 && (
        <details className={classes.quiet}>
          <summary>{t("sentences")}</summary>
          <ul className={classes.sentences} lang={drill.language}>
            {drill.sentences.map((sentence) => (
              <li key={sentence} dir="auto">
                {sentence}
              </li>
            ))}
          </ul>
        </details>
      )}
      <Recorder
        maxSeconds={drill.most_s}
        disabled={record.isPending}
        label={t(taken === null && drill.attempts === 0 ? "record" : "record_again")}
        onRecorded={onRecorded}
      />
      {taken !== null && (
        <Take
          sound={taken}
          sending={record.isPending}
          onSend={() => {
            record.mutate(
              { momentId: moment.id, sound: taken },
              {
                onSuccess: () => {
                  setTaken(null);
                },
              },
            );
          }}
          onDrop={() => {
            setTaken(null);
          }}
        />
      )}
      {record.isError && <Problem problem={record.error} />}
      <Text size="sm" c="dimmed">
        {t("private")}
      </Text>
    </section>
  );
}

interface TakeProps {
  sound: Blob;
  sending: boolean;
  onSend: () => void;
  onDrop: () => void;
}

/** What was just recorded, heard by nobody yet. */
function Take({ sound, sending, onSend, onDrop }: TakeProps) {
  const { t } = useTranslation("practice");
  const address = useMemo(() => URL.createObjectURL(sound), [sound]);
  useEffect(
    () => () => {
      URL.revokeObjectURL(address);
    },
    [address],
  );
  return (
    <div className={`${look.card} ${classes.card}`} role="group" aria-label={t("take")}>
      <Text>{t("take")}</Text>
      {/* What was just said needs no subtitles for the one who said it. */}
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      <audio controls src={address} dir="ltr" aria-label={t("hear_own")} style={{ inlineSize: "100%" }} />
      <Group gap="sm">
        <Button loading={sending} onClick={onSend}>
          {t("send")}
        </Button>
        <Button variant="default" disabled={sending} onClick={onDrop}>
          {t("drop")}
        </Button>
      </Group>
    </div>
  );
}

function Attempts({ drillId }: { drillId: string }) {
  const { t } = useTranslation("practice");
  const attempts = useAttempts({ drillId });
  const items = attempts.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return null;
  return (
    <section className={classes.section} aria-labelledby="attempts">
      <Title order={2} size="h4" id="attempts">
        {t("step.attempts")}
      </Title>
      <ul className={`${look.column} ${classes.cards}`}>
        {items.map((attempt) => (
          <AttemptCard key={attempt.id} attempt={attempt} own />
        ))}
      </ul>
      <More list={attempts} />
    </section>
  );
}

/** How colleagues do it, where any of them agreed to be heard. */
function Examples({ drill }: { drill: DrillDetailOut }) {
  const { t } = useTranslation("practice");
  const exemplars = useExemplars({ questionId: drill.question_id ?? "-", language: drill.language });
  const items = exemplars.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return null;
  return (
    <section className={classes.section} aria-labelledby="examples">
      <Title order={2} size="h4" id="examples">
        {t("step.examples")}
      </Title>
      <ul className={`${look.column} ${classes.cards}`}>
        {items.map((exemplar) => (
          <ExemplarCard key={exemplar.id} exemplar={exemplar} short />
        ))}
      </ul>
    </section>
  );
}
