import { z } from "zod";
import { ATTEMPT_OUTCOMES } from "@/lib/contracts/attempt-outcomes";
import { GENERATION_STATES } from "@/lib/contracts/generations";
import { keyInUse } from "@/lib/contracts/keys";
import { generationId, threadId, turnId } from "@/lib/contracts/ids";
import { dayOrInstant } from "@/lib/contracts/moments";

const billed = z.enum(["no", "yes", "unknown"]);
/** Ids by which the provider, its relay or its CDN finds the call again, by header name. */
const requestIds = z.record(z.string(), z.string());
const instant = z.iso.datetime();

/** One sending that ended unbilled and was followed by another of the same generation; kept on its row, oldest first. */
export const earlierAttempt = z.object({
  /** 1 for the first. */
  number: z.int(),
  /** Null where not even the connection stood, so nothing was sent. */
  sentAt: instant.nullable(),
  firstByteAt: instant.nullable(),
  endedAt: instant,
  status: z.int().nullable(),
  /** The route that refused it; null where that was not recorded yet. */
  endpoint: z.enum(["chat", "generations", "edits"]).nullable(),
  /** A failure code. */
  code: z.string(),
  /** What the answer's `Retry-After` asked for, in milliseconds. */
  retryAfterMs: z.int().nullable(),
  requestIds,
  responseBytes: z.int().nullable(),
  billed,
});
export type EarlierAttempt = z.infer<typeof earlierAttempt>;

/** One try of the same picture: a person's word makes a new one, and the older one is superseded. */
const generationTry = z.object({
  generationId,
  /** 0 for the first. */
  tryNumber: z.int(),
  state: z.enum(GENERATION_STATES),
  failureCode: z.string().nullable(),
  billed: billed.nullable(),
  queuedAt: instant,
});

/** All that is kept of one generation's way upstream and back. */
export const generationDetail = z.object({
  id: generationId,
  threadId,
  turnId,
  tryNumber: z.int(),
  state: z.enum(GENERATION_STATES),
  model: z.string(),
  endpoint: z.enum(["chat", "generations", "edits", "local"]),
  isSandbox: z.boolean(),
  /** Whose key pays. How a member's own ends is for themselves alone. */
  key: keyInUse,
  queuedAt: instant,
  sentAt: instant.nullable(),
  /** The answer's headers. */
  firstByteAt: instant.nullable(),
  /** The last byte of a whole answer. */
  receivedAt: instant.nullable(),
  parsedAt: instant.nullable(),
  /** Its pictures were stored, or it ended without one. */
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
  /** As the service counts it: tokens by name. */
  usage: z.record(z.string(), z.number()).nullable(),
  priceMicroUsd: z.int(),
  /** Null where only the provider's invoice can tell, or until it ends. */
  costMicroUsd: z.int().nullable(),
  billed: billed.nullable(),
  imageCount: z.int(),
  earlierAttempts: z.array(earlierAttempt),
  /** The other tries of the same picture, oldest first. */
  otherTries: z.array(generationTry),
});
export type GenerationDetail = z.infer<typeof generationDetail>;

const attemptFilter = {
  outcome: z.enum(ATTEMPT_OUTCOMES).optional(),
  /** Asked for at this instant or later. */
  from: dayOrInstant.optional(),
  /** Asked for before this instant; of a day, the whole day is included. */
  to: dayOrInstant.optional(),
};
/** What both the list and its CSV can be asked for. */
export const attemptFilterQuery = z.strictObject(attemptFilter);
export const attemptListQuery = z.strictObject({
  ...attemptFilter,
  cursor: z.string().max(100).optional(),
});

/** One sending: the last of its generation, or an earlier, unbilled one. */
export const attempt = z.object({
  generationId,
  /** 1 for the first sending of the generation. */
  number: z.int(),
  threadId,
  turnId,
  threadTitle: z.string(),
  isThreadDeleted: z.boolean(),
  promptStart: z.string(),
  makerName: z.string(),
  model: z.string(),
  endpoint: z.enum(["chat", "generations", "edits", "local"]),
  isSandbox: z.boolean(),
  /** `resent` is an earlier sending that another one followed. */
  outcome: z.enum([...GENERATION_STATES, "resent"]),
  queuedAt: instant,
  sentAt: instant.nullable(),
  endedAt: instant.nullable(),
  status: z.int().nullable(),
  code: z.string().nullable(),
  billed: billed.nullable(),
  /** What it cost; null where only the provider's invoice can tell. */
  costMicroUsd: z.int().nullable(),
  /** What it would cost by the profile at the time. */
  priceMicroUsd: z.int(),
  upstreamId: z.string().nullable(),
  requestIds,
  responseBytes: z.int().nullable(),
  imageCount: z.int(),
});
export type Attempt = z.infer<typeof attempt>;

/** Of all that the filter finds, not of one page alone. */
const attemptSums = z.object({
  generations: z.int(),
  billedMicroUsd: z.int(),
  /** The prices of those that may have been billed. */
  perhapsBilledMicroUsd: z.int(),
});

export const attemptList = z.object({
  /** Newest generation first; the sendings of one generation stand together, the last one first. */
  attempts: z.array(attempt),
  /** With the first page only. */
  sums: attemptSums.nullable(),
  nextCursor: z.string().nullable(),
});
export type AttemptList = z.infer<typeof attemptList>;
