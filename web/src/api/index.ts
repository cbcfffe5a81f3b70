/** The one door to the server: the generated client, told how to prove who asks and how to fail. */
import { client } from "./generated/client.gen";

export * from "./generated/sdk.gen";
export type * from "./generated/types.gen";

let csrfToken: string | null = null;

/** Called whenever the session is read; every request that changes something carries the token. */
export function takeCsrfTokenFrom(me: { csrf_token: string } | null): void {
  csrfToken = me?.csrf_token ?? null;
}

export function currentCsrfToken(): string | null {
  return csrfToken;
}

/** What the server refused, or that it could not be reached (`status` 0, code "unreachable"). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: unknown;

  constructor(status: number, body: unknown) {
    const told = toldBy(body);
    super(told.message);
    this.name = "ApiError";
    this.status = status;
    this.code = told.code;
    this.detail = told.detail;
  }
}

function toldBy(body: unknown): { code: string; message: string; detail: unknown } {
  if (typeof body === "object" && body !== null && "error" in body) {
    const error = (body).error;
    if (typeof error === "object" && error !== null && "code" in error) {
      const { code, message, detail } = error as { code: unknown; message?: unknown; detail?: unknown };
      return { code: String(code), message: typeof message === "string" ? message : "", detail: detail ?? null };
    }
  }
  if (body instanceof TypeError) return { code: "unreachable", message: body.message, detail: null };
  return { code: "unexpected", message: "", detail: body ?? null };
}

interface Answered {
  data?: unknown;
  error?: unknown;
  response?: Response;
}

/** Awaits a generated call; gives its data or throws an ApiError. `await ask(getCall({ path: { call_id } }))` */
export async function ask<Result extends Answered>(
  request: Promise<Result>,
): Promise<Exclude<Result["data"], undefined>> {
  const { data, error, response } = await request;
  if (response?.ok) return data as Exclude<Result["data"], undefined>;
  throw new ApiError(response?.status ?? 0, error);
}

/** If-Match for an evaluation's version. */
export function ifMatch(version: number): { "If-Match": string } {
  return { "If-Match": `"${version}"` };
}

/** Told about every 401, so that the page can ask to sign in again. */
let onSignedOut: () => void = () => undefined;

export function whenSignedOut(act: () => void): void {
  onSignedOut = act;
}

export function tellSignedOut(): void {
  onSignedOut();
}

client.setConfig({ baseUrl: "", credentials: "same-origin" });

client.interceptors.request.use((request) => {
  if (csrfToken !== null && request.method !== "GET") request.headers.set("X-CSRF-Token", csrfToken);
  return request;
});

client.interceptors.response.use((response, request) => {
  if (response.status === 401 && !new URL(request.url).pathname.endsWith("/api/session")) onSignedOut();
  return response;
});
