import type { GenerationView } from "@/lib/contracts/generations";
import type {
  GenerationId,
  ImageId,
  ThreadId,
  TurnId,
  UserId,
  WorkspaceId,
} from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import type { ThreadPage, ThreadSummary } from "@/lib/contracts/threads";
import type { TurnDraft, TurnView } from "@/lib/contracts/turns";

/** Turns readable test names into branded ids. */
export function id<T extends ThreadId | TurnId | GenerationId | ImageId | UserId | WorkspaceId>(
  name: string,
): T {
  return name as T;
}

const AT = "2026-05-04T10:00:00.000Z";
const SETTINGS = {
  model: "gpt-image-2-vip",
  shape: "3:2",
  tier: null,
  variations: 1,
  temperature: null,
} as const;

export function thread(name: string, change: Partial<ThreadSummary> = {}): ThreadSummary {
  return {
    id: id(name),
    workspaceId: id("home"),
    createdBy: { id: id("me"), name: "Ada" },
    visibility: "private",
    title: name,
    cover: null,
    settings: SETTINGS,
    systemInstruction: "",
    isPinned: false,
    isArchived: false,
    underWay: 0,
    createdAt: AT,
    lastActivityAt: AT,
    ...change,
  };
}

export function generation(turn: string, change: Partial<GenerationView> = {}): GenerationView {
  return {
    id: id(`${turn}-g`),
    turnId: id(turn),
    threadId: id("t"),
    position: 0,
    tryNumber: 1,
    state: "queued",
    model: SETTINGS.model,
    endpoint: "chat",
    refusedRoutes: [],
    isSandbox: true,
    priceMicroUsd: 0,
    costMicroUsd: null,
    billed: null,
    failureCode: null,
    failureHint: null,
    modelWords: null,
    attempts: 0,
    retryAt: null,
    queuedAt: AT,
    sentAt: null,
    firstByteAt: null,
    receivedAt: null,
    finishedAt: null,
    cancelledAt: null,
    hasAnswer: false,
    images: [],
    ...change,
  };
}

export function turn(
  name: string,
  parent: string | null,
  change: Partial<TurnView> = {},
): TurnView {
  return {
    id: id(name),
    threadId: id("t"),
    parentTurnId: parent === null ? null : id(parent),
    baseImage: null,
    createdBy: { id: id("me"), name: "Me" },
    label: name,
    prompt: `prompt of ${name}`,
    mentions: [],
    settings: SETTINGS,
    systemInstruction: "",
    references: [],
    generations: [generation(name)],
    credit: null,
    idempotencyKey: `key of ${name}`,
    createdAt: AT,
    ...change,
  };
}

export function image(name: string): ImageView {
  return {
    id: id(name),
    state: "kept",
    origin: "generated",
    threadId: id("t"),
    generationId: null,
    parentImageId: null,
    position: 0,
    name,
    media: "image/png",
    width: 1536,
    height: 1024,
    byteCount: 9,
    thumbhash: "",
    askedSize: null,
    isSandbox: true,
    isMadeHere: false,
    isCopied: false,
    createdAt: AT,
  };
}

export function page(path: TurnView[], asOfSeq = "10"): ThreadPage {
  return { thread: thread("t"), path, hasEarlier: false, siblings: {}, asOfSeq };
}

/** The next turn of thread "t" as a draft. */
export const draft: TurnDraft = {
  threadId: id<ThreadId>("t"),
  parentTurnId: id<TurnId>("a"),
  baseImageId: null,
  prompt: "make it night",
  mentions: [],
  settings: SETTINGS,
  systemInstruction: "",
  referenceIds: [],
};
