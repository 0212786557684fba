import "server-only";
import { type ChatForm, SYSTEM_FINGERPRINT, USAGE } from "@/lib/server/openai-compat/chat-form";
import type { WriteLate } from "@/lib/server/openai-compat/long-answer";

// Errors after the status went out as 200. Clients then read `choices` or `data` first, and many crash with a TypeError
// where those are missing, so the error comes in a body of the success shape.

const FILTERED = ["moderation_blocked", "model_refused"];

/** A completion with one choice whose content is the error message: chat programs show nothing else. */
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

/** A list without images. */
export function lateImages(created: number): WriteLate {
  return ({ body: { error } }) => ({ created, data: [], error });
}
