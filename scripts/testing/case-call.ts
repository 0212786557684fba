import { endpointOf, type InlineRequest } from "@/e2e/upstream/cases";
import { jsonBody, multipartBody } from "@/lib/server/upstream/send/bodies";
import type { CallToSend } from "@/lib/server/upstream/send/client";

const PATHS = {
  chat: "/chat/completions",
  generations: "/images/generations",
  edits: "/images/edits",
};

/** The literal call of a case; some are calls that this app never makes, such as with `n`. */
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
