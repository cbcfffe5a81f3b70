import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";

import { i18n, startI18n } from "../src/i18n";
import { server } from "./server";

// A busy machine may take seconds to load a page that is imported when it is first opened.
configure({ asyncUtilTimeout: 15_000 });

// happy-dom has no page to scroll.
Object.defineProperty(window, "scrollTo", { value: () => undefined, writable: true });

beforeAll(async () => {
  server.listen({ onUnhandledRequest: "error" });
  await startI18n("he");
});

beforeEach(async () => {
  localStorage.clear();
  // Pages keep in the address where somebody was; the next test is somebody else.
  window.history.replaceState(null, "", "/");
  await i18n.changeLanguage("he");
});

afterEach(() => {
  cleanup();
  server.resetHandlers();
});

afterAll(() => {
  server.close();
});
