import { Button, Group, Select, Skeleton, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconStars } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { ExemplarOut } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { isolated } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { PageHead } from "../../ui/PageHead";
import { useProblemText } from "../../ui/problems";
import { useTexts } from "../../workbench/language";
import { clock } from "../../workbench/time";
import { useMe } from "../session/session";
import { ExemplarCard } from "./ExemplarCard";
import classes from "./Exemplars.module.css";
import { useChange, useExemplars, useTopics, useWithdraw, type Wanted } from "./queries";

/** Moments that show how it is done. Filters live in the address. */
export function ExemplarsPage() {
  const { t } = useTranslation("exemplars");
  const { person } = useMe();
  const [search, setSearch] = useSearchParams();
  const wanted = wantedBy(search);
  const exemplars = useExemplars(wanted);
  const items = exemplars.data?.pages.flatMap((page) => page.items) ?? [];
  const agent = person.role === "agent";
  const narrowed = wanted.questionId !== null || wanted.language !== null;
  return (
    <div className={classes.page}>
      <PageHead title={t("title")} lead={t(agent ? "lead_agent" : "lead")} />
      <Filters
        wanted={wanted}
        onWant={(changed) => {
          setSearch(addressOf(changed), { replace: true });
        }}
      />
      {exemplars.isPending && <Skeleton height={180} radius="lg" />}
      {exemplars.isError && !exemplars.data && (
        <Failure
          problem={exemplars.error}
          onRetry={() => {
            void exemplars.refetch();
          }}
        />
      )}
      {exemplars.data && items.length === 0 && (
        <Empty
          icon={<IconStars size={52} stroke={1.3} />}
          title={t(narrowed ? "empty.narrowed" : "empty.title")}
          body={t(agent ? "empty.body_agent" : "empty.body")}
        />
      )}
      <ul className={look.column}>
        {items.map((exemplar) => (
          <ExemplarCard key={exemplar.id} exemplar={exemplar}>
            {exemplar.staff && <Keeping exemplar={exemplar} />}
          </ExemplarCard>
        ))}
      </ul>
      {exemplars.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={exemplars.isFetchingNextPage}
          onClick={() => {
            void exemplars.fetchNextPage();
          }}
        >
          {t("common:more")}
        </Button>
      )}
    </div>
  );
}

function wantedBy(search: URLSearchParams): Wanted {
  const language = search.get("language");
  return {
    questionId: search.get("question"),
    language: language === "he" || language === "en" ? language : null,
  };
}

function addressOf({ questionId, language }: Wanted): Record<string, string> {
  return {
    ...(questionId === null ? {} : { question: questionId }),
    ...(language === null ? {} : { language }),
  };
}

function Filters({ wanted, onWant }: { wanted: Wanted; onWant: (wanted: Wanted) => void }) {
  const { t } = useTranslation("exemplars");
  const textIn = useTexts();
  const topics = useTopics();
  return (
    <Group gap="sm" mb="md" align="flex-end">
      <Select
        label={t("filter.question")}
        placeholder={t("common:all")}
        data={(topics.data ?? []).map((topic) => ({
          value: topic.question_id,
          label: `${textIn(topic.question)} (${topic.count})`,
        }))}
        value={wanted.questionId}
        clearable
        clearButtonProps={{ "aria-label": t("filter.clear") }}
        searchable
        w={{ base: "100%", sm: 360 }}
        onChange={(questionId) => {
          onWant({ ...wanted, questionId });
        }}
      />
      <Select
        label={t("filter.language")}
        placeholder={t("common:all")}
        data={[
          { value: "he", label: t("language.he") },
          { value: "en", label: t("language.en") },
        ]}
        value={wanted.language}
        clearable
        clearButtonProps={{ "aria-label": t("filter.clear") }}
        w={150}
        onChange={(language) => {
          onWant({ ...wanted, language: language });
        }}
      />
    </Group>
  );
}

/** Where it comes from, whether others may hear it, and what those who review can do about that. */
function Keeping({ exemplar }: { exemplar: ExemplarOut }) {
  const { t } = useTranslation("exemplars");
  const problemText = useProblemText();
  const change = useChange(exemplar);
  const withdraw = useWithdraw(exemplar);
  const { staff } = exemplar;
  if (!staff) return null;
  const tell = {
    onError: (problem: unknown) => {
      notifications.show({ message: problemText(problem) });
    },
  };
  const moment = exemplar.start_ms === null ? "" : `?t=${exemplar.start_ms}`;
  const standing = staff.offered ? `shared.${staff.consent ?? "nobody"}` : "shared.not_offered";
  return (
    <Group justify="space-between" gap="sm" className={classes.foot}>
      <Text size="sm" c="dimmed">
        <Link to={`/calls/${staff.call_id}${moment}`}>
          <bdi>{staff.file_name}</bdi>
          {exemplar.start_ms !== null && (
            <>
              {" · "}
              <bdi>{clock(exemplar.start_ms)}</bdi>
            </>
          )}
        </Link>
        {" · "}
        {t("marked_by", { name: isolated(staff.marked_by) })}
        {" · "}
        {t(standing)}
      </Text>
      <Group gap={4}>
        <Button
          variant="subtle"
          size="compact-sm"
          loading={change.isPending}
          onClick={() => {
            change.mutate({ offered: !staff.offered }, tell);
          }}
        >
          {t(staff.offered ? "stop_offering" : "offer")}
        </Button>
        <Button
          variant="subtle"
          size="compact-sm"
          loading={withdraw.isPending}
          onClick={() => {
            withdraw.mutate(undefined, tell);
          }}
        >
          {t("withdraw")}
        </Button>
      </Group>
    </Group>
  );
}
