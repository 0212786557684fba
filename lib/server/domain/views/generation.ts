import "server-only";
import type { GenerationView } from "@/lib/contracts/generations";
import { brandId } from "@/lib/server/domain/brand";
import { imageInclude, toImageView } from "@/lib/server/domain/views/image";
import type { Prisma } from "@/lib/server/generated/prisma/client";

export const generationInclude = {
  images: {
    where: { deletedAt: null },
    include: imageInclude,
    orderBy: { position: "asc" },
  },
} satisfies Prisma.GenerationInclude;

export type GenerationRow = Prisma.GenerationGetPayload<{ include: typeof generationInclude }>;

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
    isSandbox: row.isSandbox,
    priceMicroUsd: row.priceMicroUsd,
    costMicroUsd: row.costMicroUsd,
    billed: row.billed,
    failureCode: row.failureCode,
    failureHint: row.failureHint === "drop_to_2k" ? "drop_to_2k" : null,
    modelWords: row.modelWords,
    attempts: row.attempts,
    retryAt: toIso(row.retryAt),
    queuedAt: row.queuedAt.toISOString(),
    sentAt: toIso(row.sentAt),
    firstByteAt: toIso(row.firstByteAt),
    receivedAt: toIso(row.receivedAt),
    finishedAt: toIso(row.finishedAt),
    cancelledAt: toIso(row.cancelledAt),
    images: row.images.map(toImageView),
  };
}

function toIso(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
