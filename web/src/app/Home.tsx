import { Navigate } from "react-router";

import { homeOf } from "../features/session/rights";
import { useMe } from "../features/session/session";

/** "/" leads to where a person's work is. */
export function Home() {
  const { person } = useMe();
  return <Navigate to={homeOf(person.role)} replace />;
}
