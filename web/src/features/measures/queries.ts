import { keepPreviousData, useQuery } from "@tanstack/react-query";

import {
  ask,
  getAdoption,
  getAnchorEffect,
  getCoachingEffect,
  getConsistency,
  getStalling,
  getTransfer,
  listMeasuredCohorts,
} from "../../api";

/** What is measured of a cohort, in the order in which the page offers it. */
export const MEASURES = ["adoption", "stalling", "transfer", "consistency", "coaching", "anchor"] as const;
export type Measure = (typeof MEASURES)[number];

const path = (cohort_id: string) => ({ path: { cohort_id } });

export function useCohorts() {
  return useQuery({ queryKey: ["measures", "cohorts"], queryFn: () => ask(listMeasuredCohorts()) });
}

export function useAdoption(cohort: string) {
  return useQuery({
    queryKey: ["measures", cohort, "adoption"],
    queryFn: () => ask(getAdoption(path(cohort))),
    placeholderData: keepPreviousData,
  });
}

export function useTransfer(cohort: string) {
  return useQuery({ queryKey: ["measures", cohort, "transfer"], queryFn: () => ask(getTransfer(path(cohort))) });
}

export function useConsistency(cohort: string) {
  return useQuery({ queryKey: ["measures", cohort, "consistency"], queryFn: () => ask(getConsistency(path(cohort))) });
}

export function useAnchorEffect(cohort: string) {
  return useQuery({ queryKey: ["measures", cohort, "anchor"], queryFn: () => ask(getAnchorEffect(path(cohort))) });
}

export function useCoachingEffect(cohort: string) {
  return useQuery({ queryKey: ["measures", cohort, "coaching"], queryFn: () => ask(getCoachingEffect(path(cohort))) });
}

export function useStalling(cohort: string) {
  return useQuery({ queryKey: ["measures", cohort, "stalling"], queryFn: () => ask(getStalling(path(cohort))) });
}

/** Where a measure lies as a file, its texts in the language of the page. */
export function fileOf(cohort: string, measure: Measure, language: string) {
  return (kind: "csv" | "xlsx"): string =>
    `/api/measures/${encodeURIComponent(cohort)}/${measure}.${kind}?texts=${language.startsWith("he") ? "he" : "en"}`;
}
