import "server-only";
import type { FailureCode } from "@/lib/contracts/failures";
import type { GenerationView } from "@/lib/contracts/generations";
import { brandId } from "@/lib/server/domain/brand";
import { refusedRoutesOf } from "@/lib/server/domain/views/refused-routes";
import { imageInclude, type ImageRow, toImageView } from "@/lib/server/domain/views/image";
import type { Generation, Prisma } from "@/lib/server/generated/prisma/client";

export const generationInclude = {
  images: {
    include: imageInclude,
    orderBy: { position: "asc" },
  },
} satisfies Prisma.GenerationInclude;

/** Failures without a kept reply: oversized replies are not stored, lost ones are gone. */
const WITHOUT_ANSWER: ReadonlySet<string> = new Set([
  "response_too_large",
  "answer_lost",
] satisfies FailureCode[]);

export type GenerationRow = Generation & { images: ImageRow[] };

export function toGenerationView(row: GenerationRow): GenerationView {
  return {
    id: brandId(row.id),
    turnId: brandId(row.turnId),
    threadId: brandId(row.threadId),
    position: row.position,
    tryNumber: row.tryNumber,
    state: row.state,
    model: row.model,
    endpoint: row.endpoint,
    refusedRoutes: refusedRoutesOf(row),
    isSandbox: row.isSandbox,
    priceMicroUsd: row.priceMicroUsd,
    costMicroUsd: row.costMicroUsd,
    billed: row.billed,
    failureCode: row.failureCode,
    failureHint: row.failureHint === "drop_to_2k" ? "drop_to_2k" : null,
    modelWords: row.modelWords,
    // Includes attempts that failed to connect; they count towards `SENDS_MAX` too.
    attempts: Math.max(
      row.attempts,
      Array.isArray(row.earlierAttempts) ? row.earlierAttempts.length : 0,
    ),
    retryAt: toIso(row.retryAt),
    queuedAt: row.queuedAt.toISOString(),
    sentAt: toIso(row.sentAt),
    firstByteAt: toIso(row.firstByteAt),
    receivedAt: toIso(row.receivedAt),
    finishedAt: toIso(row.finishedAt),
    cancelledAt: toIso(row.cancelledAt),
    hasAnswer: hasAnswer(row),
    images: row.images.map(toImageView),
  };
}

/** Whether a kept reply can be searched for images again: error replies cannot. */
export function hasAnswer(row: Generation & { images: readonly unknown[] }): boolean {
  const isEnded =
    ["failed", "unknown"].includes(row.state) ||
    (row.state === "cancelled" && row.finishedAt !== null);
  const status = row.upstreamStatus ?? 0;
  return (
    isEnded &&
    row.spoolName !== null &&
    (row.responseBytes ?? 0) > 0 &&
    status >= 200 &&
    status < 300 &&
    row.images.length === 0 &&
    !WITHOUT_ANSWER.has(row.failureCode ?? "")
  );
}

function toIso(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
