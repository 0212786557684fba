import { z } from "zod";
import { turnId } from "@/lib/contracts/ids";
import { threadSummary } from "@/lib/contracts/threads";
import { requestPreview, turnDraft, turnProgress, turnRequestBody } from "@/lib/contracts/turns";
import { nothing, type Operation } from "@/lib/contracts/operation";
import { waitQuery } from "@/lib/contracts/wait";

export const turnsOperations = {
  "turns.create": {
    method: "POST",
    path: "/api/turns",
    summary:
      "Send an instruction: one paid call per variation. Repeating an idempotency key returns the same turn.",
    permission: "write",
    access: "signed-in",
    scope: "generate",
    params: nothing,
    query: waitQuery,
    body: turnRequestBody,
    reply: turnProgress.extend({ thread: threadSummary }),
    status: 202,
  },
  "turns.progress": {
    method: "GET",
    path: "/api/turns/:turnId",
    summary: "A turn with its pictures, at once or when it has ended.",
    permission: "read",
    access: "signed-in",
    scope: "read",
    params: z.strictObject({ turnId }),
    query: waitQuery,
    body: null,
    reply: turnProgress,
    status: 200,
  },
  "turns.preview": {
    method: "POST",
    path: "/api/turns/preview",
    summary: "What a turn would send upstream, without sending it.",
    permission: "write",
    access: "signed-in",
    scope: "read",
    params: nothing,
    query: nothing,
    body: turnDraft,
    reply: requestPreview,
    status: 200,
  },
  "turns.request": {
    method: "GET",
    path: "/api/turns/:turnId/request",
    summary: "What a turn sent upstream.",
    permission: "read",
    access: "signed-in",
    scope: "read",
    params: z.strictObject({ turnId }),
    query: nothing,
    body: null,
    reply: requestPreview,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
