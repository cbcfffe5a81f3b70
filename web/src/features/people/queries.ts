import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  ask,
  type BodyImportPeople,
  changePerson,
  createPerson,
  createTeam,
  importPeople,
  listPeople,
  listTeams,
  type NewPerson,
  type PersonChange,
} from "../../api";

const PEOPLE = ["people"] as const;
const TEAMS = ["teams"] as const;

export function usePeople() {
  return useQuery({ queryKey: PEOPLE, queryFn: () => ask(listPeople()) });
}

export function useTeams(enabled = true) {
  return useQuery({ queryKey: TEAMS, queryFn: () => ask(listTeams()), enabled });
}

export function useCreatePerson() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: NewPerson) => ask(createPerson({ body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: PEOPLE }),
  });
}

export function useChangePerson() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { id: string; change: PersonChange }) =>
      ask(changePerson({ path: { person_id: id }, body: change })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: PEOPLE }),
  });
}

export function useCreateTeam() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => ask(createTeam({ body: { name } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: TEAMS }),
  });
}

/** Takes a file in, or only tries it; people, teams and cohorts may all be others afterwards. */
export function useImportPeople() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyImportPeople) => ask(importPeople({ body })),
    onSuccess: (out) => (out.done ? queryClient.invalidateQueries() : undefined),
  });
}
