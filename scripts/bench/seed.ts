import { randomUUID } from "node:crypto";
import type { TurnSettings } from "@/lib/contracts/settings";
import { db } from "@/lib/server/db";
import type { Studio } from "./bench";
import { usualPng } from "./images";
import { sha256Of } from "@/scripts/testing/studio";

export interface SeededThread {
  threadId: string;
  /** The newest turn's image. */
  lastImageId: string;
}

/** Number of files behind a thread's images; every image still has its own address. */
const files = 6;
const settings: TurnSettings = {
  model: "gpt-image-2-vip",
  shape: "3:2",
  tier: null,
  variations: 1,
  temperature: null,
};

/**
 * Creates a thread in which each turn refines the image of the previous one. Bytes go through the upload API; rows are
 * written as succeeded generations leave them.
 */
export async function seedThread(studio: Studio, turnCount: number): Promise<SeededThread> {
  const { user, workspace } = await studio.client.state();
  const owned = { workspaceId: workspace.id, createdById: user.id };
  const blobs = await uploadFiles(studio);
  const thread = await db.thread.create({
    data: { ...owned, title: `${turnCount} turns`, settings },
    select: { id: true },
  });
  const began = Date.now() - turnCount * 60_000;
  let parentTurnId: string | null = null;
  let parentImageId: string | null = null;
  for (let n = 0; n < turnCount; n += 1) {
    const at = new Date(began + n * 60_000);
    const [turnId, generationId, imageId] = [randomUUID(), randomUUID(), randomUUID()];
    await db.turn.create({
      data: {
        ...owned,
        id: turnId,
        threadId: thread.id,
        parentTurnId,
        baseImageId: parentImageId,
        prompt: `Step ${n + 1}: a little more light on the water, and the boats nearer to the shore`,
        settings,
        idempotencyKey: randomUUID(),
        createdAt: at,
      },
    });
    await db.generation.create({
      data: {
        id: generationId,
        turnId,
        threadId: thread.id,
        workspaceId: workspace.id,
        position: 0,
        state: "succeeded",
        model: settings.model,
        endpoint: "chat",
        isSandbox: false,
        priceMicroUsd: 30_000,
        createdById: user.id,
        keySource: "instance",
        costMicroUsd: 30_000,
        billed: "yes",
        attempts: 1,
        queuedAt: at,
        sentAt: at,
        receivedAt: at,
        finishedAt: at,
      },
    });
    await db.image.create({
      data: {
        ...owned,
        id: imageId,
        origin: "generated",
        generationId,
        threadId: thread.id,
        parentImageId,
        sha256: blobs[n % blobs.length] ?? "",
        name: `Step ${n + 1}`,
        createdAt: at,
      },
    });
    parentTurnId = turnId;
    parentImageId = imageId;
  }
  await db.thread.update({ where: { id: thread.id }, data: { coverImageId: parentImageId } });
  return { threadId: thread.id, lastImageId: parentImageId ?? "" };
}

/** Hashes of a few stored files. */
async function uploadFiles({ client }: Studio): Promise<string[]> {
  const pngs = await usualPng();
  const names: string[] = [];
  for (let n = 0; n < files; n += 1) {
    const { id } = await client.upload(pngs.copy(n), `file ${n}.png`);
    names.push(await sha256Of(id));
  }
  return names;
}
