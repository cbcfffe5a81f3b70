import { Button, Group, Modal, SegmentedControl, Skeleton, Stack, Text, Textarea, Title } from "@mantine/core";
import { IconGavel } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { CaseOut } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { formatDate, isolated } from "../../ui/format";
import { NotFound } from "../../ui/NotFound";
import { PageHead } from "../../ui/PageHead";
import { Problem } from "../../ui/Problem";
import { useTexts } from "../../workbench/language";
import { managesRubrics } from "../session/rights";
import { useMe } from "../session/session";
import { useCases, useRetire } from "./queries";
import classes from "./Regressions.module.css";

const LONGEST_REASON = 2000;

/** For those who may publish; for the others it does not exist, as on the server. */
export function CaseList() {
  const { person } = useMe();
  return managesRubrics(person.role) ? <Cases /> : <NotFound />;
}

/** What people settled, which every change of a rubric or of a model has to answer in the same way. */
function Cases() {
  const { t } = useTranslation("cases");
  const [retired, setRetired] = useState(false);
  const cases = useCases(retired);
  const items = cases.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className={classes.top}>
        <BackLink to="/rubrics">{t("rubrics:back")}</BackLink>
      </div>
      <PageHead title={t("title")} lead={t("lead")} />
      <SegmentedControl
        mb="md"
        aria-label={t("which")}
        value={retired ? "retired" : "live"}
        data={[
          { value: "live", label: t("live") },
          { value: "retired", label: t("retired") },
        ]}
        onChange={(which) => {
          setRetired(which === "retired");
        }}
      />
      {cases.isPending && <Skeleton height={220} radius="lg" />}
      {cases.isError && !cases.data && (
        <Failure
          problem={cases.error}
          onRetry={() => {
            void cases.refetch();
          }}
        />
      )}
      {cases.data && items.length === 0 && (
        <Empty
          icon={<IconGavel size={52} stroke={1.3} />}
          title={t(retired ? "empty.retired" : "empty.title")}
          body={t("empty.body")}
        />
      )}
      <ul className={classes.results}>
        {items.map((one) => (
          <Case key={one.id} one={one} />
        ))}
      </ul>
      {cases.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={cases.isFetchingNextPage}
          onClick={() => {
            void cases.fetchNextPage();
          }}
        >
          {t("common:more")}
        </Button>
      )}
    </>
  );
}

function Case({ one }: { one: CaseOut }) {
  const { t, i18n } = useTranslation("cases");
  const textIn = useTexts();
  const heading = `case-${one.id}`;
  const about = [
    `${textIn(one.rubric.title)}, ${t("rubrics:version", { version: one.rubric.version })}`,
    t("decided", { name: isolated(one.decided_by), date: formatDate(one.decided_at, i18n.language) }),
    ...(one.dispute_id === null ? [] : [t("from_dispute")]),
  ];
  return (
    <li className={classes.result} aria-labelledby={heading}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Title order={2} size="h5" id={heading}>
          <span dir="auto">{textIn(one.text)}</span>
        </Title>
        {one.retired_at === null && <Retire one={one} />}
      </Group>
      <dl className={classes.facts}>
        <dt>{t("right")}</dt>
        <dd dir="auto">{one.right.option ? textIn(one.right.option) : t("not_applicable")}</dd>
      </dl>
      {one.why !== null && (
        <Text size="sm" dir="auto">
          {t("why")} <bdi>{one.why}</bdi>
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {one.call_id === null ? (
          t("cannot.call_gone")
        ) : (
          <Link to={`/calls/${one.call_id}`}>
            <bdi>{one.file_name}</bdi>
          </Link>
        )}
        {" · "}
        {about.join(" · ")}
      </Text>
      {one.retired_at !== null && (
        <Text size="sm">
          {t("retired_by", { name: isolated(one.retired_by ?? ""), date: formatDate(one.retired_at, i18n.language) })}{" "}
          <bdi>{one.retired_why ?? t("replaced")}</bdi>
        </Text>
      )}
    </li>
  );
}

function Retire({ one }: { one: CaseOut }) {
  const { t } = useTranslation("cases");
  const [open, setOpen] = useState(false);
  const [why, setWhy] = useState("");
  const retire = useRetire(one.id);
  const close = () => {
    setOpen(false);
    retire.reset();
  };
  return (
    <>
      <Button
        variant="subtle"
        size="compact-md"
        onClick={() => {
          setOpen(true);
        }}
      >
        {t("retire.open")}
      </Button>
      <Modal
        opened={open}
        onClose={close}
        title={t("retire.title")}
        centered
      >
        <Stack>
          <Text>{t("retire.body")}</Text>
          <Textarea
            label={t("retire.why")}
            autosize
            minRows={2}
            maxLength={LONGEST_REASON}
            required
            value={why}
            onChange={(event) => {
              setWhy(event.currentTarget.value);
            }}
          />
          {retire.isError && <Problem problem={retire.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("common:cancel")}
            </Button>
            <Button
              disabled={why.trim() === ""}
              loading={retire.isPending}
              onClick={() => {
                retire.mutate(why.trim(), { onSuccess: close });
              }}
            >
              {t("retire.yes")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
