import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";

/** Stands in for the Mashov server, in which nothing is simulated unless a test says so. Each test says what else it
    answers, and anything unsaid fails the test. */
export const server = setupServer(http.get("*/api/calls/simulated", () => HttpResponse.json({ here: false })));
