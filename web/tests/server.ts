import { setupServer } from "msw/node";

/** Stands in for the Mashov server; each test says what it answers, and anything unsaid fails the test. */
export const server = setupServer();
