import type { ReactNode } from "react";

import { type Area, areasOf } from "../features/session/rights";
import { useMe } from "../features/session/session";
import { NotFound } from "../ui/NotFound";

interface OnlyProps {
  area: Area;
  page: ReactNode;
}

/** A page for those whose role has its area; for the others it does not exist, as on the server. */
export function Only({ area, page }: OnlyProps) {
  const { person } = useMe();
  return areasOf(person.role).includes(area) ? page : <NotFound />;
}
