import { render } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { createMemoryRouter, RouterProvider } from "react-router";

import type { Me } from "../src/api";
import { Providers } from "../src/app/App";
import { routes } from "../src/app/routes";
import { server } from "./server";

/** Opens the whole page at an address, as the person of `me`, or as nobody. */
export function openPage(address: string, me: Me | null) {
  server.use(
    http.get("/api/session", () =>
      me === null
        ? HttpResponse.json({ error: { code: "not_signed_in", message: "", detail: null } }, { status: 401 })
        : HttpResponse.json(me),
    ),
    http.get("/api/setup", () => HttpResponse.json({ needed: false, demo: false })),
    http.get("/api/people", () => HttpResponse.json([])),
    http.get("/api/notices/bell", () => HttpResponse.json({ unread: 0, lines: [] })),
    http.get("/api/exemplars/mine", () => HttpResponse.json([])),
    http.get("/api/self-evaluations", () => HttpResponse.json([])),
    http.get("/api/assignments", () => HttpResponse.json({ items: [], next_cursor: null })),
  );
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  render(
    <Providers>
      <RouterProvider router={router} />
    </Providers>,
  );
  return router;
}
