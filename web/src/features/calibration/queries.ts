import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  addDiscussionNote,
  ask,
  changeCalibration,
  compareCalibration,
  type ComparisonOut,
  createCalibration,
  decideTrust,
  deleteReference,
  discardCalibration,
  finishCalibration,
  getAgreement,
  getCalibration,
  getComparison,
  getTrust,
  handInCalibration,
  ifMatch,
  listCalibrationCandidates,
  listCalibrations,
  listPeople,
  type NoteIn,
  openCalibration,
  putReference,
  type ReferenceIn,
  type SessionIn,
  type SessionOut,
  takeAgreed,
  type TrustIn,
} from "../../api";

const SESSIONS = ["calibration"] as const;
const keyOf = (id: string, ...part: string[]) => [...SESSIONS, id, ...part];

export function useCalibrations() {
  return useInfiniteQuery({
    queryKey: [...SESSIONS, "list"],
    queryFn: ({ pageParam }) => ask(listCalibrations({ query: { cursor: pageParam ?? undefined } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useCalibration(id: string) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: () => ask(getCalibration({ path: { session_id: id } })),
    staleTime: 0,
  });
}

export function useComparison(id: string) {
  return useQuery({
    queryKey: keyOf(id, "comparison"),
    queryFn: () => ask(getComparison({ path: { session_id: id } })),
  });
}

export function useAgreement(id: string) {
  return useQuery({
    queryKey: keyOf(id, "agreement"),
    queryFn: () => ask(getAgreement({ path: { session_id: id } })),
  });
}

export function useTrust(id: string) {
  return useQuery({ queryKey: keyOf(id, "trust"), queryFn: () => ask(getTrust({ path: { session_id: id } })) });
}

/** The calls that a session by this rubric version could be about. */
export function useCandidates(rubric: { id: string; version: number } | null) {
  return useQuery({
    queryKey: [...SESSIONS, "candidates", rubric],
    queryFn: () =>
      ask(listCalibrationCandidates({ query: { rubric_id: rubric?.id ?? "", version: rubric?.version ?? 1 } })),
    enabled: rubric !== null,
  });
}

/** Everybody who may score calls. */
export function useScorers() {
  return useQuery({
    queryKey: ["people", "scorers"],
    queryFn: async () => (await ask(listPeople())).filter((person) => person.role !== "agent" && !person.disabled),
  });
}

export function useSaveDraft(draft: SessionOut | null) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: SessionIn) =>
      draft === null
        ? ask(createCalibration({ body }))
        : ask(changeCalibration({ path: { session_id: draft.id }, headers: ifMatch(draft.version), body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: SESSIONS }),
  });
}

const STEPS = { open: openCalibration, compare: compareCalibration, finish: finishCalibration };
export type Step = keyof typeof STEPS;

/** Moves the session on; whatever comes of it, the page shows what the server has. */
export function useStep(session: SessionOut) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (step: Step) =>
      ask(STEPS[step]({ path: { session_id: session.id }, headers: ifMatch(session.version) })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: SESSIONS }),
  });
}

/** Deletes a draft. */
export function useDiscard(session: SessionOut) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      ask(discardCalibration({ path: { session_id: session.id }, headers: ifMatch(session.version) })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...SESSIONS, "list"] }),
  });
}

export function useHandIn(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => ask(handInCalibration({ path: { session_id: id } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: SESSIONS }),
  });
}

export type Settling =
  | { kind: "reference"; callId: string; questionId: string; answer: ReferenceIn }
  | { kind: "withdraw"; callId: string; questionId: string }
  | { kind: "agreed" }
  | { kind: "note"; note: NoteIn };

/** One thing that is settled or said; the answer is the comparison as it is then, and everything measured is stale. */
export function useSettle(session: SessionOut) {
  const queryClient = useQueryClient();
  const { id, version } = session;
  return useMutation({
    mutationFn: (wish: Settling): Promise<ComparisonOut> => send(id, version, wish),
    onSuccess: (comparison) => {
      queryClient.setQueryData(keyOf(id, "comparison"), comparison);
      queryClient.setQueryData(keyOf(id), comparison.session);
    },
    onError: () => queryClient.invalidateQueries({ queryKey: keyOf(id, "comparison") }),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: keyOf(id, "agreement") }),
        queryClient.invalidateQueries({ queryKey: keyOf(id, "trust") }),
      ]),
  });
}

function send(id: string, version: number, wish: Settling): Promise<ComparisonOut> {
  const headers = ifMatch(version);
  const path = { session_id: id };
  switch (wish.kind) {
    case "reference":
    case "withdraw": {
      const place = { ...path, call_id: wish.callId, question_id: wish.questionId };
      if (wish.kind === "withdraw") return ask(deleteReference({ path: place, headers }));
      return ask(putReference({ path: place, headers, body: wish.answer }));
    }
    case "agreed":
      return ask(takeAgreed({ path, headers }));
    case "note":
      return ask(addDiscussionNote({ path, body: wish.note }));
  }
}

export function useDecideTrust(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ questionId, wish }: { questionId: string; wish: TrustIn }) =>
      ask(decideTrust({ path: { session_id: id, question_id: questionId }, body: wish })),
    onSuccess: (trust) => {
      queryClient.setQueryData(keyOf(id, "trust"), trust);
    },
    onError: () => queryClient.invalidateQueries({ queryKey: keyOf(id, "trust") }),
  });
}
