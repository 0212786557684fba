import "server-only";
import { type ChatForm, SYSTEM_FINGERPRINT, USAGE } from "@/lib/server/openai-compat/chat-form";
import type { WriteLate } from "@/lib/server/openai-compat/long-answer";

// Errors that come once the status has gone out as 200. Clients then look at `choices` or `data` first, and many end
// with a TypeError where those are missing, so the error stands in a body of the right shape.

const FILTERED = ["moderation_blocked", "model_refused"];

/** A completion with one choice that says in words what went wrong, as content too: chat programs show nothing else. */
export function lateChat({ id, created, model }: ChatForm): WriteLate {
  return ({ body: { error } }) => ({
    id,
    object: "chat.completion",
    created,
    model,
    system_fingerprint: SYSTEM_FINGERPRINT,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: error.message, refusal: error.message },
        logprobs: null,
        finish_reason: FILTERED.includes(error.code) ? "content_filter" : "stop",
      },
    ],
    usage: USAGE,
    error,
  });
}

/** A list without pictures. */
export function lateImages(created: number): WriteLate {
  return ({ body: { error } }) => ({ created, data: [], error });
}
