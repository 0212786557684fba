import type { Case, InlineRequest } from "@/e2e/upstream/cases";
import { jsonBody, multipartBody } from "@/lib/server/upstream/bodies";
import type { CallToSend } from "@/lib/server/upstream/client";

const PATHS = {
  chat: "/chat/completions",
  generations: "/images/generations",
  edits: "/images/edits",
};

/** The request that a case names or carries. */
export function requestOf(one: Case, named: Record<string, InlineRequest>): InlineRequest {
  const request = typeof one.request === "string" ? named[one.request] : one.request;
  if (!request) throw new Error(`no request for ${one.id}`);
  return request;
}

/** The call that a case names, as raw as it is written there: some are what this app never sends, such as `n`. */
export function callOf(request: InlineRequest, timeLimitMs: number): CallToSend {
  const endpoint = endpointOf(request);
  const size = (request.json?.["size"] as string | undefined) ?? null;
  return {
    endpoint,
    path: PATHS[endpoint],
    timeLimitMs,
    size,
    is4K: size === "3840x2160",
    body: () =>
      request.multipart
        ? multipartBody(
            Object.fromEntries(request.multipart.filter(([name]) => name !== "image")),
            [],
          )
        : Promise.resolve(jsonBody((request.json ?? {}) as Record<string, string>)),
  };
}

export function endpointOf({ endpoint }: InlineRequest): CallToSend["endpoint"] {
  if (/edits/.test(endpoint)) return "edits";
  return /generations/.test(endpoint) ? "generations" : "chat";
}

/** Is the case about a wait that only a time limit ends? */
export function isAboutWaiting({ transport }: Case): boolean {
  return transport?.mode === "stall_mid_body" || transport?.mode === "delay_headers";
}
