import { z } from "zod";
import { passwordBody, setupBody, setupState, studioState } from "@/lib/contracts/account";
import { generationView, retryBody } from "@/lib/contracts/generations";
import { generationId, imageId, threadId, turnId } from "@/lib/contracts/ids";
import {
  imageDetail,
  imageFetchBody,
  imageList,
  imageListQuery,
  imageView,
} from "@/lib/contracts/images";
import type { OperationName } from "@/lib/contracts/routes";
import {
  threadList,
  threadListQuery,
  threadPage,
  threadPageQuery,
  threadSummary,
  threadTree,
  threadUpdateBody,
} from "@/lib/contracts/threads";
import { requestPreview, turnCreateBody, turnDraft, turnView } from "@/lib/contracts/turns";

export const nothing = z.strictObject({});
const done = z.object({ ok: z.literal(true) });

/** Where a body is not JSON: the picture's bytes, streamed. */
const bytes = z.instanceof(ReadableStream<Uint8Array>);

/**
 * One object per operation: what its path, query and body hold, what it answers, and who may call it.
 * It types the handler, `call()` in the browser, and the hooks. Method and path stand in routes.ts.
 */
export const operations = {
  "setup.state": {
    access: "anyone",
    params: nothing,
    query: nothing,
    body: null,
    reply: setupState,
    status: 200,
  },
  "setup.create": {
    access: "anyone",
    params: nothing,
    query: nothing,
    body: setupBody,
    reply: done,
    status: 201,
  },
  "account.signOut": {
    access: "signed-in",
    params: nothing,
    query: nothing,
    body: nothing,
    reply: done,
    status: 200,
  },
  "account.changePassword": {
    access: "signed-in",
    params: nothing,
    query: nothing,
    body: passwordBody,
    reply: done,
    status: 200,
  },
  "studio.state": {
    access: "signed-in",
    params: nothing,
    query: nothing,
    body: null,
    reply: studioState,
    status: 200,
  },
  "threads.list": {
    access: "signed-in",
    params: nothing,
    query: threadListQuery,
    body: null,
    reply: threadList,
    status: 200,
  },
  "threads.page": {
    access: "signed-in",
    params: z.strictObject({ threadId }),
    query: threadPageQuery,
    body: null,
    reply: threadPage,
    status: 200,
  },
  "threads.tree": {
    access: "signed-in",
    params: z.strictObject({ threadId }),
    query: nothing,
    body: null,
    reply: threadTree,
    status: 200,
  },
  "threads.update": {
    access: "signed-in",
    params: z.strictObject({ threadId }),
    query: nothing,
    body: threadUpdateBody,
    reply: threadSummary,
    status: 200,
  },
  "threads.remove": {
    access: "signed-in",
    params: z.strictObject({ threadId }),
    query: nothing,
    body: null,
    reply: done,
    status: 200,
  },
  "threads.restore": {
    access: "signed-in",
    params: z.strictObject({ threadId }),
    query: nothing,
    body: nothing,
    reply: threadSummary,
    status: 200,
  },
  "turns.create": {
    access: "signed-in",
    params: nothing,
    query: nothing,
    body: turnCreateBody,
    reply: z.object({ turn: turnView, thread: threadSummary }),
    status: 202,
  },
  "turns.preview": {
    access: "signed-in",
    params: nothing,
    query: nothing,
    body: turnDraft,
    reply: requestPreview,
    status: 200,
  },
  "turns.request": {
    access: "signed-in",
    params: z.strictObject({ turnId }),
    query: nothing,
    body: null,
    reply: requestPreview,
    status: 200,
  },
  "generations.cancel": {
    access: "signed-in",
    params: z.strictObject({ generationId }),
    query: nothing,
    body: nothing,
    reply: generationView,
    status: 200,
  },
  "generations.retry": {
    access: "signed-in",
    params: z.strictObject({ generationId }),
    query: nothing,
    body: retryBody,
    reply: generationView,
    status: 202,
  },
  "generations.keep": {
    access: "signed-in",
    params: z.strictObject({ generationId }),
    query: nothing,
    body: nothing,
    reply: generationView,
    status: 200,
  },
  "images.upload": {
    access: "signed-in",
    params: nothing,
    query: z.strictObject({ name: z.string().max(300) }),
    body: bytes,
    reply: imageView,
    status: 201,
  },
  "images.fetch": {
    access: "signed-in",
    params: nothing,
    query: nothing,
    body: imageFetchBody,
    reply: imageView,
    status: 201,
  },
  "images.list": {
    access: "signed-in",
    params: nothing,
    query: imageListQuery,
    body: null,
    reply: imageList,
    status: 200,
  },
  "images.detail": {
    access: "signed-in",
    params: z.strictObject({ imageId }),
    query: nothing,
    body: null,
    reply: imageDetail,
    status: 200,
  },
} as const satisfies Record<OperationName, Operation>;

export type Operation = {
  access: "anyone" | "signed-in";
  params: z.ZodType;
  query: z.ZodType;
  body: z.ZodType | null;
  reply: z.ZodType;
  status: 200 | 201 | 202;
};

export type Operations = typeof operations;
export type ParamsOf<N extends OperationName> = z.output<Operations[N]["params"]>;
export type QueryOf<N extends OperationName> = z.output<Operations[N]["query"]>;
export type BodyOf<N extends OperationName> = Operations[N]["body"] extends z.ZodType
  ? z.output<Operations[N]["body"]>
  : null;
/** What a caller puts in: plain strings where the server hands out branded ids are still refused by type. */
export type ReplyOf<N extends OperationName> = z.output<Operations[N]["reply"]>;
