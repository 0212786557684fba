import "server-only";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { imageFile } from "@/lib/server/domain/export/files";
import { readImages } from "@/lib/server/domain/export/images";
import { readAllById } from "@/lib/server/domain/lists/page";
import type { Prisma } from "@/lib/server/generated/prisma/client";
import { CSV_START, csvLine } from "@/lib/utils/csv";

const PAGE = 500;

/** Every image of the export with its checksum, so that a copy can be verified. Column names are not translated. */
export async function* imagesCsv(actor: Actor): AsyncGenerator<string> {
  yield (
    CSV_START +
    csvLine([
      "file",
      "sha256",
      "media",
      "bytes",
      "width",
      "height",
      "made_at_utc",
      "origin",
      "thread_id",
      "image_id",
    ])
  );
  for await (const it of readImages(actor)) {
    const madeAt = it.createdAt.toISOString();
    yield csvLine([
      imageFile(it),
      it.sha256,
      it.blob?.media ?? null,
      it.blob?.byteCount ?? null,
      it.width,
      it.height,
      madeAt,
      it.origin,
      it.threadId,
      it.id,
    ]);
  }
}

const usageColumns = {
  id: true,
  queuedAt: true,
  sentAt: true,
  finishedAt: true,
  model: true,
  endpoint: true,
  state: true,
  billed: true,
  costMicroUsd: true,
  priceMicroUsd: true,
  keySource: true,
  isSandbox: true,
  threadId: true,
  workspace: { select: { name: true } },
} satisfies Prisma.GenerationSelect;
type UsageRow = Prisma.GenerationGetPayload<{ select: typeof usageColumns }>;

/** Every generation that the actor requested, in every workspace they are a member of. Oldest first. */
export async function* usageCsv(actor: Actor): AsyncGenerator<string> {
  yield (
    CSV_START +
    csvLine([
      "asked_at_utc",
      "sent_at_utc",
      "ended_at_utc",
      "workspace",
      "model",
      "endpoint",
      "state",
      "billed",
      "cost_usd",
      "price_usd",
      "key",
      "sandbox",
      "thread_id",
      "generation_id",
    ])
  );
  for await (const it of readUsage(actor)) {
    yield csvLine([
      it.queuedAt.toISOString(),
      it.sentAt?.toISOString() ?? null,
      it.finishedAt?.toISOString() ?? null,
      it.workspace.name,
      it.model,
      it.endpoint,
      it.state,
      it.billed,
      usdText(it.costMicroUsd),
      usdText(it.priceMicroUsd),
      it.keySource,
      it.isSandbox ? "yes" : "no",
      it.threadId,
      it.id,
    ]);
  }
}

function readUsage(actor: Actor): AsyncGenerator<UsageRow> {
  return readAllById(PAGE, ({ where, orderBy, take }) =>
    db.generation.findMany({
      where: {
        ...where,
        createdById: actor.userId,
        workspace: { memberships: { some: { userId: actor.userId } } },
        endpoint: { notIn: ["local", "copied"] },
      },
      orderBy,
      take,
      select: usageColumns,
    }),
  );
}

function usdText(microUsd: number | null): string | null {
  return microUsd === null ? null : (microUsd / 1_000_000).toFixed(6);
}
