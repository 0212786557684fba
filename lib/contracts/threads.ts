import { z } from "zod";
import { GENERATION_STATES } from "@/lib/contracts/generations";
import { imageId, threadId, turnId, userId, workspaceId } from "@/lib/contracts/ids";
import { SYSTEM_INSTRUCTION_MAX_CHARS, TITLE_MAX_CHARS } from "@/lib/contracts/limits";
import { turnSettings } from "@/lib/contracts/settings";
import { turnView } from "@/lib/contracts/turns";

const thumbnail = z.object({
  imageId,
  thumbhash: z.string(),
  width: z.int(),
  height: z.int(),
});
export type Thumbnail = z.infer<typeof thumbnail>;

/** `private`: its maker's alone. `workspace`: every member sees it, and whoever may write takes part. */
export const threadVisibility = z.enum(["private", "workspace"]);
export type ThreadVisibility = z.infer<typeof threadVisibility>;

export const threadSummary = z.object({
  id: threadId,
  workspaceId,
  /** Who opened it. Said to everybody alike (one event serves all), so whether it is one's own, the reader compares. */
  maker: z.object({ id: userId, name: z.string() }),
  visibility: threadVisibility,
  title: z.string(),
  cover: thumbnail.nullable(),
  settings: turnSettings,
  systemInstruction: z.string(),
  isPinned: z.boolean(),
  isArchived: z.boolean(),
  /** Generations that have not come to an end. */
  underWay: z.int(),
  createdAt: z.iso.datetime(),
  lastActivityAt: z.iso.datetime(),
});
export type ThreadSummary = z.infer<typeof threadSummary>;

export const threadListQuery = z.strictObject({
  query: z.string().max(200).optional(),
  view: z.enum(["active", "archived"]).optional(),
  cursor: z.string().max(100).optional(),
});
export const threadList = z.object({
  threads: z.array(threadSummary),
  nextCursor: z.string().nullable(),
});
export type ThreadList = z.infer<typeof threadList>;

export const threadPageQuery = z.strictObject({
  /** Stand at this turn: the path goes from the root through it and on to the newest turn below it. */
  at: turnId.optional(),
  /** Give the turns of the same path that stand before this one. */
  before: turnId.optional(),
});

/** One path through the tree, a page at a time, oldest first. */
export const threadPage = z.object({
  thread: threadSummary,
  path: z.array(turnView),
  /** Whether the path has turns before the first one given. */
  hasEarlier: z.boolean(),
  /** For each turn given that has siblings: all of them with itself, oldest first. */
  siblings: z.record(z.string(), z.array(turnId)),
  /** The last event that this page already contains; events up to it are old news. */
  asOfSeq: z.string(),
});
export type ThreadPage = z.infer<typeof threadPage>;

export const treeNode = z.object({
  turnId,
  parentTurnId: turnId.nullable(),
  /** The picture of the parent turn that this one goes on from. */
  baseImageId: imageId.nullable(),
  /** A few words of the instruction. */
  label: z.string(),
  variations: z.array(z.object({ state: z.enum(GENERATION_STATES), image: thumbnail.nullable() })),
  createdAt: z.iso.datetime(),
});
export type TreeNode = z.infer<typeof treeNode>;
export const threadTree = z.object({ nodes: z.array(treeNode), asOfSeq: z.string() });
export type ThreadTree = z.infer<typeof threadTree>;

export const threadUpdateBody = z.strictObject({
  title: z.string().trim().min(1).max(TITLE_MAX_CHARS).optional(),
  /** The maker alone may change it. */
  visibility: threadVisibility.optional(),
  /** Pinned and archived are so for everyone who sees the thread: its maker, or whoever may manage the workspace. */
  isPinned: z.boolean().optional(),
  isArchived: z.boolean().optional(),
  systemInstruction: z.string().max(SYSTEM_INSTRUCTION_MAX_CHARS).optional(),
  settings: turnSettings.optional(),
});
