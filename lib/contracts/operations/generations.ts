import { z } from "zod";
import { answerPart, answerQuery, lookAgainBody } from "@/lib/contracts/answers";
import { generationView, ownRetryBody } from "@/lib/contracts/generations";
import { generationId } from "@/lib/contracts/ids";
import { lineView } from "@/lib/contracts/line";
import { nothing, type Operation } from "@/lib/contracts/operation";
import { generationDetail } from "@/lib/contracts/usage";

export const generationsOperations = {
  "generations.detail": {
    access: "signed-in",
    scope: "read",
    params: z.strictObject({ generationId }),
    query: nothing,
    body: null,
    reply: generationDetail,
    status: 200,
  },
  "generations.line": {
    access: "signed-in",
    scope: "read",
    params: nothing,
    query: nothing,
    body: null,
    reply: lineView,
    status: 200,
  },
  "generations.cancel": {
    access: "signed-in",
    scope: "generate",
    params: z.strictObject({ generationId }),
    query: nothing,
    body: nothing,
    reply: generationView,
    status: 200,
  },
  "generations.retry": {
    access: "signed-in",
    scope: "generate",
    params: z.strictObject({ generationId }),
    query: nothing,
    body: ownRetryBody,
    reply: generationView,
    status: 202,
  },
  "generations.lookAgain": {
    access: "signed-in",
    scope: "generate",
    params: z.strictObject({ generationId }),
    query: nothing,
    body: lookAgainBody,
    reply: generationView,
    status: 202,
  },
  "generations.answer": {
    access: "instance-owner",
    scope: "admin",
    params: z.strictObject({ generationId }),
    query: answerQuery,
    body: null,
    reply: answerPart,
    status: 200,
  },
  "generations.keep": {
    access: "signed-in",
    scope: "generate",
    params: z.strictObject({ generationId }),
    query: nothing,
    body: nothing,
    reply: generationView,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
