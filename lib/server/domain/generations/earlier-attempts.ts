import "server-only";
import { isSentEndpoint } from "@/lib/contracts/generations";
import { z } from "zod";
import type { Failure } from "@/lib/contracts/failures";
import { type EarlierAttempt, earlierAttempt } from "@/lib/contracts/usage";
import type { AnswerFacts } from "@/lib/server/domain/generations/answer-facts";
import type { Generation, Prisma } from "@/lib/server/generated/prisma/client";

/** The columns of a row that describe its current attempt. */
export const attemptColumns = {
  endpoint: true,
  attempts: true,
  sentAt: true,
  firstByteAt: true,
  upstreamStatus: true,
  upstreamRequestIds: true,
  responseBytes: true,
  earlierAttempts: true,
} satisfies Prisma.GenerationSelect;

type AttemptColumns = Pick<Generation, keyof typeof attemptColumns>;

/** Defaults for rows that are older than these fields. */
const storedAttempts = z.array(
  earlierAttempt.extend({
    endpoint: earlierAttempt.shape.endpoint.default(null),
    retryAfterMs: earlierAttempt.shape.retryAfterMs.default(null),
  }),
);

/** Parses again, so that a malformed row fails with its path. */
export function parseEarlierAttempts(stored: Prisma.JsonValue): EarlierAttempt[] {
  return storedAttempts.parse(stored);
}

/** Header name to id; empty if there are none. */
export function parseRequestIds(stored: Prisma.JsonValue): Record<string, string> {
  return z.record(z.string(), z.string()).parse(stored ?? {});
}

/**
 * The row's earlier attempts with the current one appended, for when it returns to the queue.
 * @param learned facts of a truncated answer that the row does not have yet
 */
export function closeAttempt(
  row: AttemptColumns,
  failure: Failure,
  endedAt: Date,
  learned: Partial<AnswerFacts>,
): EarlierAttempt[] {
  const earlier = parseEarlierAttempts(row.earlierAttempts);
  const firstByteAt = learned.firstByteAt ?? row.firstByteAt;
  return [
    ...earlier,
    {
      number: earlier.length + 1,
      sentAt: row.sentAt?.toISOString() ?? null,
      firstByteAt: firstByteAt?.toISOString() ?? null,
      endedAt: endedAt.toISOString(),
      endpoint: isSentEndpoint(row.endpoint) ? row.endpoint : null,
      status: learned.upstreamStatus ?? row.upstreamStatus ?? failure.httpStatus ?? null,
      code: failure.code,
      retryAfterMs: failure.retryAfterMs ?? null,
      requestIds: learned.upstreamRequestIds ?? parseRequestIds(row.upstreamRequestIds),
      responseBytes: learned.responseBytes ?? row.responseBytes,
      billed: failure.billed,
    },
  ];
}
