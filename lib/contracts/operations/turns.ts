import { z } from "zod";
import { turnId } from "@/lib/contracts/ids";
import { threadSummary } from "@/lib/contracts/threads";
import { requestPreview, turnCreateBody, turnDraft, turnView } from "@/lib/contracts/turns";
import { nothing, type Operation } from "@/lib/contracts/operation";

export const turnsOperations = {
  "turns.create": {
    access: "signed-in",
    scope: "generate",
    params: nothing,
    query: nothing,
    body: turnCreateBody,
    reply: z.object({ turn: turnView, thread: threadSummary }),
    status: 202,
  },
  "turns.preview": {
    access: "signed-in",
    scope: "read",
    params: nothing,
    query: nothing,
    body: turnDraft,
    reply: requestPreview,
    status: 200,
  },
  "turns.request": {
    access: "signed-in",
    scope: "read",
    params: z.strictObject({ turnId }),
    query: nothing,
    body: null,
    reply: requestPreview,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
