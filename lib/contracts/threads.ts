import { z } from "zod";
import { GENERATION_STATES } from "@/lib/contracts/generations";
import { imageId, threadId, turnId, userId, workspaceId } from "@/lib/contracts/ids";
import { SYSTEM_INSTRUCTION_MAX_CHARS, TITLE_MAX_CHARS } from "@/lib/contracts/limits";
import { thumbnail } from "@/lib/contracts/thumbnails";
import { turnSettings } from "@/lib/contracts/settings";
import { turnView } from "@/lib/contracts/turns";

/** `private`: its creator only. `workspace`: all members see it, and those with `write` take part. */
export const threadVisibility = z.enum(["private", "workspace"]);
export type ThreadVisibility = z.infer<typeof threadVisibility>;

export const threadSummary = z.object({
  id: threadId,
  workspaceId,
  /** The creator. One event serves all members, so clients compare ids to find out whether it is their own. */
  createdBy: z.object({ id: userId, name: z.string() }),
  visibility: threadVisibility,
  title: z.string(),
  cover: thumbnail.nullable(),
  settings: turnSettings,
  systemInstruction: z.string(),
  isPinned: z.boolean(),
  isArchived: z.boolean(),
  /** Generations in progress. */
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
  /** Select this turn: the path goes from the root through it to its newest descendant. */
  at: turnId.optional(),
  /** Return the turns of the same path before this one. */
  before: turnId.optional(),
});

/** One path through the tree, page by page, oldest first. */
export const threadPage = z.object({
  thread: threadSummary,
  path: z.array(turnView),
  /** Whether the path has turns before the first one returned. */
  hasEarlier: z.boolean(),
  /** For each returned turn with siblings: all of them including itself, oldest first. */
  siblings: z.record(z.string(), z.array(turnId)),
  /** The last event that this page includes. */
  asOfSeq: z.string(),
});
export type ThreadPage = z.infer<typeof threadPage>;

export const treeNode = z.object({
  turnId,
  parentTurnId: turnId.nullable(),
  /** The parent turn's image that this turn refines. */
  baseImageId: imageId.nullable(),
  /** A short version of the prompt. */
  label: z.string(),
  variations: z.array(z.object({ state: z.enum(GENERATION_STATES), image: thumbnail.nullable() })),
  createdAt: z.iso.datetime(),
});
export type TreeNode = z.infer<typeof treeNode>;
export const threadTree = z.object({ nodes: z.array(treeNode), asOfSeq: z.string() });
export type ThreadTree = z.infer<typeof threadTree>;

export const threadUpdateBody = z.strictObject({
  title: z.string().trim().min(1).max(TITLE_MAX_CHARS).optional(),
  /** Only the creator may change it. */
  visibility: threadVisibility.optional(),
  /** Pinning and archiving apply to everyone who sees the thread; allowed for its creator and those with `manage`. */
  isPinned: z.boolean().optional(),
  isArchived: z.boolean().optional(),
  systemInstruction: z.string().max(SYSTEM_INSTRUCTION_MAX_CHARS).optional(),
  settings: turnSettings.optional(),
});
