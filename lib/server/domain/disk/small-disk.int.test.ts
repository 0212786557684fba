import { spawnSync } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { mkdir, rm, statfs } from "node:fs/promises";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { createTurn } from "@/lib/server/domain/turns/create";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { type JobRunner, startRunner } from "@/lib/server/jobs/runner";
import { makeActor } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

/** A worker on a real file system of a few hundred megabytes, which another program fills meanwhile. */

const MEBIBYTE = 1024 * 1024;
const PICTURES = 6;

const { upstream, canMount, folder } = await vi.hoisted(async () => {
  const { beginUpstream } = await import("@/scripts/testing/scripted-upstream");
  const { spawnSync: run } = await import("node:child_process");
  const { mkdirSync } = await import("node:fs");
  const mountPoint = `${process.env["DATA_DIR"]}/small`;
  mkdirSync(mountPoint, { recursive: true });
  process.env["DATA_DIR"] = mountPoint;
  process.env["UPSTREAM_CONCURRENCY"] = "8";
  process.env["WORKER_CONCURRENCY"] = "8";
  // Only root may mount, and not in every container.
  const { status } = run("mount", ["-t", "tmpfs", "-o", "size=400m", "tmpfs", mountPoint]);
  return { upstream: await beginUpstream(), canMount: status === 0, folder: mountPoint };
});

let ada: Actor;
let runner: JobRunner | null = null;
beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor();
});
afterAll(async () => {
  await runner?.stop(0);
  await upstream.close();
  await closeDatabase();
  if (canMount) spawnSync("umount", ["--lazy", folder]);
});

/** About 23 MB, incompressible in any format. */
async function largePicture(): Promise<{ b64_json: string }> {
  const [width, height] = [3200, 2400];
  const pixels = randomFillSync(Buffer.alloc(width * height * 3));
  const bytes = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
  return { b64_json: bytes.toString("base64") };
}

/** Another program uses up all free space. */
async function fillDisk(): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  for (let left = bavail * bsize; left > 0; left -= MEBIBYTE) {
    try {
      writeFileSync(join(folder, "hog"), Buffer.alloc(Math.min(left, MEBIBYTE)), { flag: "a" });
    } catch {
      return;
    }
  }
}

async function countStates(): Promise<Record<string, number>> {
  const rows = await db.generation.findMany({ select: { state: true } });
  const counts: Record<string, number> = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

test.skipIf(!canMount)(
  "a full disk loses no arrived answer, and work continues once there is room",
  async () => {
    await mkdir(join(folder, "spool"), { recursive: true });
    const json = { created: 1, data: [await largePicture()] };
    upstream.script(
      Array.from({ length: PICTURES }, (_, n) => ({ json, gate: n < 2 ? "first" : "later" })),
    );
    const { settings } = turnBody();
    await createTurn(ada, turnBody({ settings: { ...settings, variations: PICTURES } }), {
      clock: systemClock,
    });
    runner = await startRunner();
    // 400 MB minus the database: room for two of the largest answers, so two calls are sent and four wait.
    await upstream.reached("first");
    await expect.poll(countStates, { timeout: 30_000 }).toEqual({ sent: 2, queued: 4 });
    // A call is marked as sent before its request goes out.
    await expect.poll(() => upstream.calls().length).toBe(2);

    await fillDisk();
    upstream.release("first");
    // Both answers arrive on a disk without a free byte, into the space reserved for them.
    await expect.poll(countStates, { timeout: 60_000 }).toEqual({ received: 2, queued: 4 });
    await rm(join(folder, "hog"));
    await expect
      .poll(countStates, { timeout: 60_000 })
      .toMatchObject({ succeeded: expect.any(Number) });
    upstream.release("later");
    // The disk grows: the rest continues on its own.
    spawnSync("mount", ["-o", "remount,size=2g", folder]);
    await expect.poll(countStates, { timeout: 100_000 }).toEqual({ succeeded: PICTURES });
    expect(upstream.calls()).toHaveLength(PICTURES);
    expect(await db.image.count()).toBe(PICTURES);
    const codes = await db.generation.findMany({ select: { failureCode: true, attempts: true } });
    expect(codes).toEqual(
      Array.from({ length: PICTURES }, () => ({ failureCode: null, attempts: 1 })),
    );
  },
  240_000,
);
