import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";

import { ApiError, type SelfSheetOut } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { Failure } from "../../ui/Failure";
import { formatDate } from "../../ui/format";
import { NotFound } from "../../ui/NotFound";
import { useDocumentTitle } from "../../ui/PageHead";
import { Problem } from "../../ui/Problem";
import { Waiting } from "../../ui/Waiting";
import { useMe } from "../session/session";
import { useFinish } from "./queries";
import { evaluationOf, type OwnChange, readOwn, sendOwn } from "./sheet";

const RatingBench = lazy(() => import("../../workbench").then((found) => ({ default: found.RatingBench })));
const LONGEST_WORDS = 2000;

/** An agent listens to a call of their own and says how they see it, before anybody else's view of it. */
export function SelfPage() {
  const { t } = useTranslation("selfevaluation");
  const { id = "" } = useParams();
  const sheet = useQuery({
    queryKey: ["self-evaluation", id],
    queryFn: () => readOwn(id),
    // The bench keeps its own state from here on; an old copy must never be its start.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  useDocumentTitle(t("title"));
  if (sheet.isPending) return <Waiting />;
  if (!sheet.data) {
    if (sheet.error instanceof ApiError && sheet.error.status === 404) return <NotFound />;
    return (
      <Failure
        problem={sheet.error}
        onRetry={() => {
          void sheet.refetch();
        }}
      />
    );
  }
  return (
    <>
      <BackLink to="/feedback">{t("feedback:back")}</BackLink>
      <Suspense fallback={<Waiting />}>
        {sheet.data.state === "draft" ? <Sheet key={sheet.data.id} sheet={sheet.data} /> : <Over as={sheet.data.state} />}
      </Suspense>
    </>
  );
}

function Over({ as }: { as: "submitted" | "declined" }) {
  const { t } = useTranslation("selfevaluation");
  return (
    <Text role="status" mt="md">
      {t(`over.${as}`)}
    </Text>
  );
}

function Sheet({ sheet }: { sheet: SelfSheetOut }) {
  const { person } = useMe();
  const evaluation = useMemo(() => evaluationOf(sheet), [sheet]);
  const remote = useMemo(
    () => ({
      send: async (version: number, change: OwnChange) => evaluationOf(await sendOwn(sheet.id, version, change)),
      read: async () => evaluationOf(await readOwn(sheet.id)),
    }),
    [sheet.id],
  );
  return (
    <RatingBench
      evaluation={evaluation}
      remote={remote}
      reviewerName={person.name}
      head={(waiting) => <Head sheet={sheet} waiting={waiting} />}
      acts={(waiting) => <Finish sheet={sheet} done={waiting === 0} />}
    />
  );
}

function Head({ sheet, waiting }: { sheet: SelfSheetOut; waiting: number }) {
  const { t, i18n } = useTranslation("selfevaluation");
  const when = formatDate(sheet.call.started_at ?? sheet.call.received_at, i18n.language);
  return (
    <div>
      <Text component="h1" fw={650} size="lg" m={0}>
        {t("head", { date: when })}
      </Text>
      <Text size="sm" c="dimmed" maw="44rem">
        {t(sheet.feedback_waits ? "alone_first" : "alone")} {waiting > 0 ? t("left", { count: waiting }) : t("all")}
      </Text>
      {sheet.asked_words !== null && sheet.asked_words !== "" && (
        <Text size="sm">
          <bdi>{sheet.asked_by}</bdi>: <bdi>{sheet.asked_words}</bdi>
        </Text>
      )}
    </div>
  );
}

/** Handing in, as far as one likes to answer; or not at all, and nobody asks why. */
function Finish({ sheet, done }: { sheet: SelfSheetOut; done: boolean }) {
  const { t } = useTranslation("selfevaluation");
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState("");
  const finish = useFinish(sheet.id);
  const end = (wish: Parameters<typeof finish.mutate>[0]) => {
    finish.mutate(wish, {
      onSuccess: () => {
        notifications.show({ message: t(wish.deed === "submit" ? "thanks" : "declined") });
        void navigate("/feedback");
      },
    });
  };
  return (
    <>
      <Button
        variant={done ? "filled" : "default"}
        size="sm"
        onClick={() => {
          setOpen(true);
        }}
      >
        {t("finish.open")}
      </Button>
      <Modal
        opened={open}
        onClose={() => {
          setOpen(false);
          finish.reset();
        }}
        title={t("finish.title")}
        centered
      >
        <Stack>
          <Text>{t("finish.body")}</Text>
          <Textarea
            label={t("finish.words")}
            autosize
            minRows={3}
            maxLength={LONGEST_WORDS}
            value={words}
            onChange={(event) => {
              setWords(event.currentTarget.value);
            }}
          />
          {finish.isError && <Problem problem={finish.error} />}
          <Group justify="space-between">
            <Button
              variant="subtle"
              disabled={finish.isPending}
              onClick={() => {
                end({ deed: "decline" });
              }}
            >
              {t("finish.decline")}
            </Button>
            <Button
              loading={finish.isPending}
              onClick={() => {
                end({ deed: "submit", words: words.trim() === "" ? null : words.trim() });
              }}
            >
              {t("finish.yes")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
