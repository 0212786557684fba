import { z } from "zod";
import { threadId } from "@/lib/contracts/ids";
import { presenceBody } from "@/lib/contracts/presence";
import {
  threadList,
  threadListQuery,
  threadPage,
  threadPageQuery,
  threadSummary,
  threadTree,
  threadUpdateBody,
} from "@/lib/contracts/threads";
import { done, nothing, type Operation } from "@/lib/contracts/operation";

export const threadsOperations = {
  "threads.list": {
    access: "signed-in",
    scope: "read",
    params: nothing,
    query: threadListQuery,
    body: null,
    reply: threadList,
    status: 200,
  },
  "threads.page": {
    access: "signed-in",
    scope: "read",
    params: z.strictObject({ threadId }),
    query: threadPageQuery,
    body: null,
    reply: threadPage,
    status: 200,
  },
  "threads.tree": {
    access: "signed-in",
    scope: "read",
    params: z.strictObject({ threadId }),
    query: nothing,
    body: null,
    reply: threadTree,
    status: 200,
  },
  "threads.update": {
    access: "signed-in",
    scope: "generate",
    params: z.strictObject({ threadId }),
    query: nothing,
    body: threadUpdateBody,
    reply: threadSummary,
    status: 200,
  },
  "threads.remove": {
    access: "signed-in",
    scope: "generate",
    params: z.strictObject({ threadId }),
    query: nothing,
    body: null,
    reply: done,
    status: 200,
  },
  "threads.restore": {
    access: "signed-in",
    scope: "generate",
    params: z.strictObject({ threadId }),
    query: nothing,
    body: nothing,
    reply: threadSummary,
    status: 200,
  },
  /** A person's tab says that it looks at a thread: programs look at nothing. */
  "threads.presence": {
    access: "signed-in",
    scope: null,
    params: z.strictObject({ threadId }),
    query: nothing,
    body: presenceBody,
    reply: done,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
