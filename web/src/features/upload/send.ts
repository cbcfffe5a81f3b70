import { ApiError, currentCsrfToken, tellSignedOut, type Uploaded } from "../../api";
import type { Gathered } from "./gather";

/** What is said about every file of a batch. What is chosen here outranks a details file; "auto" and "decide" say nothing. */
export interface BatchOptions {
  language: "he" | "en" | "auto";
  agentId: string | null;
  channels: "agent,customer" | "customer,agent" | "decide";
}

export interface Sending {
  answer: Promise<Uploaded>;
  abort: () => void;
}

async function formOf(call: Gathered, options: BatchOptions): Promise<FormData> {
  const form = new FormData();
  form.set("file", call.file, call.file.name);
  if (call.second !== null) form.set("second", call.second, call.second.name);
  const said = await call.sidecar?.text();
  if (said !== undefined) form.set("sidecar", said);
  if (options.language !== "auto") form.set("language", options.language);
  if (options.agentId !== null) form.set("agent_id", options.agentId);
  // Two separate recordings come agent first, by their names, unless their details say otherwise.
  const bothNamed = call.second !== null && !said?.includes('"channels":[');
  const channels = call.second === null ? options.channels : bothNamed ? "agent,customer" : "decide";
  if (channels !== "decide" && !call.written) form.set("channels", channels);
  return form;
}

/**
 * Sends one call. The generated client is not used here because fetch cannot tell how much of a body has left;
 * `onProgress` hears the share 0..1 that has. Rejects with an ApiError.
 */
export function send(call: Gathered, options: BatchOptions, onProgress: (share: number) => void): Sending {
  const request = new XMLHttpRequest();
  const answer = new Promise<Uploaded>((resolve, reject) => {
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      const body = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) {
        resolve(body as Uploaded);
        return;
      }
      if (request.status === 401) tellSignedOut();
      reject(new ApiError(request.status, body));
    });
    const lost = () => {
      reject(new ApiError(0, new TypeError("the connection broke off")));
    };
    request.addEventListener("error", lost);
    request.addEventListener("abort", lost);
    request.open("POST", call.written ? "/api/written" : "/api/calls");
    const token = currentCsrfToken();
    if (token !== null) request.setRequestHeader("X-CSRF-Token", token);
    formOf(call, options).then((form) => {
      request.send(form);
    }, reject);
  });
  return {
    answer,
    abort: () => {
      request.abort();
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
