import { Button, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { ApiError, type SessionOut, type SheetOut } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { Failure } from "../../ui/Failure";
import { NotFound } from "../../ui/NotFound";
import { useDocumentTitle } from "../../ui/PageHead";
import { Waiting } from "../../ui/Waiting";
import { useTexts } from "../../workbench/language";
import { useMe } from "../session/session";
import { useCalibration } from "./queries";
import { evaluationOf, readSheet, sendRating, type SheetPlace } from "./sheet";

const RatingBench = lazy(() => import("../../workbench").then((found) => ({ default: found.RatingBench })));

/** One call of a session, scored for oneself. */
export function SheetPage() {
  const { t } = useTranslation("calibration");
  const { id = "", callId = "" } = useParams();
  const session = useCalibration(id);
  const sheet = useQuery({
    queryKey: ["sheet", id, callId],
    queryFn: () => readSheet({ sessionId: id, callId }),
    // The bench keeps its own state from here on; an old copy must never be its start.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (sheet.isPending || session.isPending) return <Waiting />;
  if (!sheet.data || !session.data) {
    const problem = sheet.error ?? session.error;
    if (problem instanceof ApiError && problem.status === 404) return <NotFound />;
    return (
      <Failure
        problem={problem}
        onRetry={() => {
          void sheet.refetch();
          void session.refetch();
        }}
      />
    );
  }
  return (
    <>
      <BackLink to={`/calibration/${id}`}>{t("sheet.back")}</BackLink>
      <Suspense fallback={<Waiting />}>
        <Sheet key={sheet.data.id} place={{ sessionId: id, callId }} sheet={sheet.data} session={session.data} />
      </Suspense>
    </>
  );
}

interface SheetProps {
  place: SheetPlace;
  sheet: SheetOut;
  session: SessionOut;
}

function Sheet({ place: { sessionId, callId }, sheet, session }: SheetProps) {
  const { person } = useMe();
  const evaluation = useMemo(() => evaluationOf(sheet), [sheet]);
  const remote = useMemo(
    () => ({
      send: async (version: number, change: Parameters<typeof sendRating>[2]) =>
        evaluationOf(await sendRating({ sessionId, callId }, version, change)),
      read: async () => evaluationOf(await readSheet({ sessionId, callId })),
    }),
    [sessionId, callId],
  );
  useFreshSession(sessionId);
  return (
    <RatingBench
      evaluation={evaluation}
      remote={remote}
      reviewerName={person.name}
      head={(waiting) => <Head sheet={sheet} waiting={waiting} />}
      acts={(waiting) => <Onwards session={session} callId={callId} done={waiting === 0} />}
    />
  );
}

function Head({ sheet, waiting }: { sheet: SheetOut; waiting: number }) {
  const { t } = useTranslation("calibration");
  const textIn = useTexts();
  const name = sheet.call.agent?.name ?? sheet.call.file_name;
  useDocumentTitle(name);
  return (
    <div>
      <Text component="h1" fw={650} size="lg" m={0}>
        <bdi>{name}</bdi>{" "}
        <Text span size="sm" c="dimmed" dir="auto">
          {textIn(sheet.rubric.title)}
        </Text>
      </Text>
      <Text size="sm" c="dimmed">
        {t(sheet.editable ? "sheet.blind" : "sheet.closed")}{" "}
        {sheet.editable && (waiting > 0 ? t("sheet.left", { left: waiting }) : t("sheet.finished"))}
      </Text>
    </div>
  );
}

/** The next call that is not scored to the end, or back to the session. */
function Onwards({ session, callId, done }: { session: SessionOut; callId: string; done: boolean }) {
  const { t } = useTranslation("calibration");
  const next = session.calls.find((call) => call.mine_finished === false && call.call_id !== callId);
  const back = `/calibration/${session.id}`;
  return (
    <Button component={Link} to={next ? `${back}/calls/${next.call_id}` : back} variant={done ? "filled" : "default"} size="sm">
      {t(next ? "sheet.next" : "sheet.all")}
    </Button>
  );
}

/** What was finished here shows in the session's own page. */
function useFreshSession(sessionId: string): void {
  const queryClient = useQueryClient();
  useEffect(
    () => () => {
      void queryClient.invalidateQueries({ queryKey: ["calibration"] });
    },
    [queryClient, sessionId],
  );
}
