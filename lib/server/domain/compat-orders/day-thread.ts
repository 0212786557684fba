import "server-only";
import type { Actor } from "@/lib/server/auth/actor";
import type { Tx } from "@/lib/server/db";
import { touchThread } from "@/lib/server/domain/threads/touch";
import type { OpenThread } from "@/lib/server/domain/turns/open-thread";
import { AppError } from "@/lib/server/errors";

/**
 * The thread of a token and a day (UTC), created by the first of possibly concurrent calls. A deleted one stays
 * deleted; the next call opens another.
 */
export const openDayThread: OpenThread = async (tx, actor, draft, { now, visibility }) => {
  const compatKey = keyOf(actor, now);
  await tx.thread.updateMany({
    where: { compatKey, deletedAt: { not: null } },
    data: { compatKey: null },
  });
  const known = await tx.thread.findUnique({ where: { compatKey }, select: { id: true } });
  if (known !== null) return touchThread(tx, known.id, draft, now);
  // The unique key decides between concurrent calls: later ones wait for the first and find its thread.
  await tx.thread.createMany({
    data: {
      compatKey,
      tokenId: actor.token?.id,
      workspaceId: draft.workspaceId,
      createdById: actor.userId,
      visibility,
      title: await titleOf(tx, actor, now),
      settings: draft.settings,
      systemInstruction: draft.systemInstruction,
      createdAt: now,
      lastActivityAt: now,
    },
    skipDuplicates: true,
  });
  const made = await tx.thread.findUniqueOrThrow({ where: { compatKey }, select: { id: true } });
  return touchThread(tx, made.id, draft, now);
};

function keyOf({ token }: Actor, now: Date): string {
  if (token === null) throw new AppError("not_signed_in");
  return `token:${token.id}:${dayOf(now)}`;
}

async function titleOf(tx: Tx, { token }: Actor, now: Date): Promise<string> {
  const { name } = await tx.accessToken.findUniqueOrThrow({
    where: { id: token?.id },
    select: { name: true },
  });
  return `${name} · ${dayOf(now)}`;
}

function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}
