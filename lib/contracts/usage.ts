import { z } from "zod";
import { ATTEMPT_OUTCOMES } from "@/lib/contracts/attempt-outcomes";
import { GENERATION_STATES } from "@/lib/contracts/generations";
import { keyInUse } from "@/lib/contracts/keys";
import { generationId, threadId, turnId } from "@/lib/contracts/ids";
import { dayOrInstant } from "@/lib/contracts/moments";

const billed = z.enum(["no", "yes", "unknown"]);
/** Ids by which the provider, its relay or its CDN can look up the call, by header name. */
const requestIds = z.record(z.string(), z.string());
const instant = z.iso.datetime();

/** An attempt that ended unbilled and was retried automatically; stored on its generation's row, oldest first. */
export const earlierAttempt = z.object({
  /** 1 for the first. */
  number: z.int(),
  /** Null if the connection failed, so that nothing was sent. */
  sentAt: instant.nullable(),
  firstByteAt: instant.nullable(),
  endedAt: instant,
  status: z.int().nullable(),
  /** The route that refused it; null in rows from before routes were recorded. */
  endpoint: z.enum(["chat", "generations", "edits"]).nullable(),
  /** A failure code. */
  code: z.string(),
  /** From `Retry-After`, in milliseconds. */
  retryAfterMs: z.int().nullable(),
  requestIds,
  responseBytes: z.int().nullable(),
  billed,
});
export type EarlierAttempt = z.infer<typeof earlierAttempt>;

/** Another generation of the same picture: a confirmed retry creates a new one and supersedes the old one. */
const generationTry = z.object({
  generationId,
  /** 0 for the first. */
  tryNumber: z.int(),
  state: z.enum(GENERATION_STATES),
  failureCode: z.string().nullable(),
  billed: billed.nullable(),
  queuedAt: instant,
});

/** Everything recorded about a generation's call. */
export const generationDetail = z.object({
  id: generationId,
  threadId,
  turnId,
  tryNumber: z.int(),
  state: z.enum(GENERATION_STATES),
  model: z.string(),
  endpoint: z.enum(["chat", "generations", "edits", "local", "copied"]),
  isSandbox: z.boolean(),
  /** The key that pays. Only its owner sees the last characters of a personal key. */
  key: keyInUse,
  queuedAt: instant,
  sentAt: instant.nullable(),
  /** When the answer's headers arrived. */
  firstByteAt: instant.nullable(),
  /** When the last byte of a complete answer arrived. */
  receivedAt: instant.nullable(),
  parsedAt: instant.nullable(),
  /** When its images were stored, or it ended without one. */
  finishedAt: instant.nullable(),
  /** HTTP status. */
  status: z.int().nullable(),
  failureCode: z.string().nullable(),
  /** The answer's own id. */
  upstreamId: z.string().nullable(),
  requestIds,
  requestBytes: z.int().nullable(),
  /** After decompression. */
  responseBytes: z.int().nullable(),
  /** As the upstream counts it: tokens by name. */
  usage: z.record(z.string(), z.number()).nullable(),
  priceMicroUsd: z.int(),
  /** Null until it ends, or where only the provider's invoice can tell. */
  costMicroUsd: z.int().nullable(),
  billed: billed.nullable(),
  imageCount: z.int(),
  earlierAttempts: z.array(earlierAttempt),
  /** The other generations of the same picture, oldest first. */
  otherTries: z.array(generationTry),
});
export type GenerationDetail = z.infer<typeof generationDetail>;

const attemptFilter = {
  outcome: z.enum(ATTEMPT_OUTCOMES).optional(),
  /** Queued at this instant or later. */
  from: dayOrInstant.optional(),
  /** Queued before this instant; a day is included as a whole. */
  to: dayOrInstant.optional(),
};
/** Filter of the list and of its CSV. */
export const attemptFilterQuery = z.strictObject(attemptFilter);
export const attemptListQuery = z.strictObject({
  ...attemptFilter,
  cursor: z.string().max(100).optional(),
});

/** One attempt: the last of its generation, or an earlier, unbilled one. */
export const attempt = z.object({
  generationId,
  /** 1 for the first attempt of the generation. */
  number: z.int(),
  threadId,
  turnId,
  threadTitle: z.string(),
  isThreadDeleted: z.boolean(),
  promptStart: z.string(),
  makerName: z.string(),
  model: z.string(),
  endpoint: z.enum(["chat", "generations", "edits", "local", "copied"]),
  isSandbox: z.boolean(),
  /** `resent` is an earlier attempt that was retried. */
  outcome: z.enum([...GENERATION_STATES, "resent"]),
  queuedAt: instant,
  sentAt: instant.nullable(),
  endedAt: instant.nullable(),
  status: z.int().nullable(),
  code: z.string().nullable(),
  billed: billed.nullable(),
  /** The cost; null where only the provider's invoice can tell. */
  costMicroUsd: z.int().nullable(),
  /** The price by the profile at the time. */
  priceMicroUsd: z.int(),
  upstreamId: z.string().nullable(),
  requestIds,
  responseBytes: z.int().nullable(),
  imageCount: z.int(),
});
export type Attempt = z.infer<typeof attempt>;

/** Totals over everything that the filter matches, not one page. */
const attemptSums = z.object({
  generations: z.int(),
  billedMicroUsd: z.int(),
  /** The prices of those that may have been billed. */
  perhapsBilledMicroUsd: z.int(),
});

export const attemptList = z.object({
  /** Newest generation first; attempts of one generation are adjacent, the last one first. */
  attempts: z.array(attempt),
  /** On the first page only. */
  sums: attemptSums.nullable(),
  nextCursor: z.string().nullable(),
});
export type AttemptList = z.infer<typeof attemptList>;
