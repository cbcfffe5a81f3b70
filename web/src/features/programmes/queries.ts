import { keepPreviousData, type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  ask,
  changeCohort,
  changeProgramme,
  type CohortIn,
  type CohortOut,
  createCohort,
  createProgramme,
  deleteCohort,
  deleteProgramme,
  getCohort,
  getCohortBoard,
  getProgramme,
  getProgrammeChoices,
  getTrainerHome,
  ifMatch,
  listProgrammes,
  type ProgrammeIn,
  type ProgrammeOut,
} from "../../api";

const PROGRAMMES = ["programmes"] as const;

/** A change of a programme shows in its cohorts and their boards, and the other way round. */
function useRefresh() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: PROGRAMMES });
}

export function useProgrammes() {
  return useQuery({ queryKey: [...PROGRAMMES, "all"], queryFn: () => ask(listProgrammes()) });
}

export function useProgramme(id: string) {
  return useQuery({
    queryKey: [...PROGRAMMES, "one", id],
    queryFn: () => ask(getProgramme({ path: { programme_id: id } })),
    staleTime: 0,
  });
}

/** What a programme can aim at, and what its members can owe. */
export function useChoices() {
  return useQuery({ queryKey: [...PROGRAMMES, "choices"], queryFn: () => ask(getProgrammeChoices()), staleTime: 60_000 });
}

export function useSaveProgramme(programme: ProgrammeOut | null) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (wish: ProgrammeIn) =>
      programme === null
        ? ask(createProgramme({ body: wish }))
        : ask(
            changeProgramme({
              path: { programme_id: programme.id },
              body: wish,
              headers: ifMatch(programme.version),
            }),
          ),
    onSuccess: refresh,
  });
}

export function useCohort(id: string) {
  return useQuery({
    queryKey: [...PROGRAMMES, "cohort", id],
    queryFn: () => ask(getCohort({ path: { cohort_id: id } })),
    staleTime: 0,
  });
}

export function useSaveCohort(programmeId: string, cohort: CohortOut | null) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (wish: CohortIn) =>
      cohort === null
        ? ask(createCohort({ path: { programme_id: programmeId }, body: wish }))
        : ask(changeCohort({ path: { cohort_id: cohort.id }, body: wish, headers: ifMatch(cohort.version) })),
    onSuccess: refresh,
  });
}

export function useRemoveProgramme(programme: ProgrammeOut, onGone: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      ask(deleteProgramme({ path: { programme_id: programme.id }, headers: ifMatch(programme.version) })),
    onSuccess: () => {
      onGone();
      forget(queryClient);
    },
  });
}

export function useRemoveCohort(cohort: CohortOut, onGone: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => ask(deleteCohort({ path: { cohort_id: cohort.id }, headers: ifMatch(cohort.version) })),
    onSuccess: () => {
      onGone();
      forget(queryClient);
    },
  });
}

/** What is gone is not asked for again; what listed it is. */
function forget(queryClient: QueryClient): void {
  for (const part of ["cohort", "board"]) queryClient.removeQueries({ queryKey: [...PROGRAMMES, part] });
  void queryClient.invalidateQueries({ queryKey: [...PROGRAMMES, "all"] });
  void queryClient.invalidateQueries({ queryKey: [...PROGRAMMES, "one"] });
}

export function useBoard(cohortId: string, days: number) {
  return useQuery({
    queryKey: [...PROGRAMMES, "board", cohortId, days],
    queryFn: () => ask(getCohortBoard({ path: { cohort_id: cohortId }, query: { days } })),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** What to do next for a cohort, and how its targets are adopted. */
export function useTrainerHome(cohortId: string) {
  return useQuery({
    queryKey: [...PROGRAMMES, "home", cohortId],
    queryFn: () => ask(getTrainerHome({ path: { cohort_id: cohortId } })),
    staleTime: 0,
  });
}
