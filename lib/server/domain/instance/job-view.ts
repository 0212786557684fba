import "server-only";
import type { Job } from "@/lib/contracts/instance";
import { visibleThreads } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import type { Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import type { Prisma } from "@/lib/server/generated/prisma/client";
import { isHeldBackSince } from "@/lib/server/domain/disk/reserve";
import { shortenPrompt } from "@/lib/utils/shorten-prompt";

const PROMPT_CHARS = 120;

/** The relations that `toJobs` needs. */
export const jobInclude = {
  workspace: { select: { name: true } },
  createdBy: { select: { name: true } },
} satisfies Prisma.GenerationInclude;

type Row = Prisma.GenerationGetPayload<{ include: typeof jobInclude }>;

/** One generation as a job. Throws if it does not exist. */
export async function readJob(tx: Tx, actor: Actor, id: string): Promise<Job> {
  const row = await tx.generation.findUniqueOrThrow({ where: { id }, include: jobInclude });
  const [job] = await toJobs(tx, actor, [row]);
  if (job === undefined) throw new Error("toJobs must return one job per row");
  return job;
}

/** Prompts are queried separately with the reader's permissions, so that hidden ones are never loaded. */
export async function toJobs(tx: Tx, actor: Actor, rows: Row[]): Promise<Job[]> {
  const threads = await tx.thread.findMany({
    where: { AND: [visibleThreads(actor)], id: { in: rows.map((row) => row.threadId) } },
    select: { id: true },
  });
  const visible = new Set(threads.map(({ id }) => id));
  const turns = await tx.turn.findMany({
    where: { id: { in: rows.filter((row) => visible.has(row.threadId)).map((row) => row.turnId) } },
    select: { id: true, prompt: true },
  });
  const prompts = new Map(turns.map(({ id, prompt }) => [id, shortenPrompt(prompt, PROMPT_CHARS)]));
  const now = systemClock.now();
  return rows.map((row) => ({
    id: brandId(row.id),
    state: row.state,
    model: row.model,
    isSandbox: row.isSandbox,
    workspace: { id: brandId(row.workspaceId), name: row.workspace.name },
    createdBy: { id: brandId(row.createdById), name: row.createdBy.name },
    promptStart: prompts.get(row.turnId) ?? null,
    attempts: row.attempts,
    queuedAt: row.queuedAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
    retryAt: row.retryAt?.toISOString() ?? null,
    endedAt: row.finishedAt?.toISOString() ?? null,
    failureCode: row.failureCode,
    billed: row.billed,
    isHeldBack: isHeldBackSince(row.heldBackAt, now) && row.finishedAt === null,
  }));
}
