import { useQuery } from "@tanstack/react-query";

import { ask, getMyHome, getMyProgramme } from "../../api";

export function useMyHome() {
  return useQuery({ queryKey: ["my-home"], queryFn: () => ask(getMyHome()) });
}

export function useMyProgramme() {
  return useQuery({ queryKey: ["my-programme"], queryFn: () => ask(getMyProgramme()) });
}
