import { useQuery } from "@tanstack/react-query";

import { ask, getMyHome } from "../../api";

export function useMyHome() {
  return useQuery({ queryKey: ["my-home"], queryFn: () => ask(getMyHome()) });
}
