import { utimes } from "node:fs/promises";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { parseSha256 } from "@/lib/server/blobs/store";
import { closeDatabase, db, inTransaction } from "@/lib/server/db";
import { saveBlob } from "@/lib/server/domain/images/ingest";
import { blobStore } from "@/lib/server/domain/images/storage";
import { sweepBlobs } from "@/lib/server/domain/images/sweep-blobs";
import { makeActor, makeImage, sha256Of } from "@/scripts/testing/studio";
import { waitForLock } from "@/scripts/testing/wait-for-lock";

const NOW = Date.now();
const LONG_AGO = new Date(NOW - 48 * 3_600_000);
const BEFORE = new Date(NOW - 6 * 3_600_000);

let ada: Actor;
let colour = 0;
beforeEach(async () => {
  ada = await makeActor();
});
afterAll(closeDatabase);

/** An image stored long ago. */
async function makeOldImage() {
  colour += 1;
  const { id } = await makeImage(ada, `#${colour.toString(16).padStart(6, "0")}`);
  const sha256 = await sha256Of(id);
  await db.blob.update({ where: { sha256 }, data: { createdAt: LONG_AGO } });
  await age(sha256);
  return { id, sha256 };
}

const age = (sha256: string) =>
  blobStore().withLocalFile(parseSha256(sha256), (path) => utimes(path, LONG_AGO, LONG_AGO));
const stateOf = async (sha256: string) => ({
  row: (await db.blob.count({ where: { sha256 } })) > 0,
  bytes: await blobStore().has(parseSha256(sha256)),
});
const PRESENT = { row: true, bytes: true };
const GONE = { row: false, bytes: false };

test("removes unreferenced bytes and keeps those of an image or an avatar", async () => {
  const referenced = await makeOldImage();
  const deleted = await makeOldImage();
  await db.image.update({ where: { id: deleted.id }, data: { deletedAt: new Date() } });
  const avatar = await makeOldImage();
  await db.image.delete({ where: { id: avatar.id } });
  await db.user.update({ where: { id: ada.userId }, data: { avatarSha256: avatar.sha256 } });
  const shared = await makeOldImage();
  await db.image.delete({ where: { id: shared.id } });
  const again = {
    workspaceId: ada.workspaceId,
    createdById: ada.userId,
    origin: "uploaded",
  } as const;
  await db.image.create({ data: { ...again, sha256: shared.sha256, name: "again" } });
  const unreferenced = await makeOldImage();
  await db.image.delete({ where: { id: unreferenced.id } });

  expect(await sweepBlobs(BEFORE)).toBe(1);
  for (const it of [referenced, deleted, avatar, shared])
    expect(await stateOf(it.sha256)).toEqual(PRESENT);
  expect(await stateOf(unreferenced.sha256)).toEqual(GONE);
  expect(await sweepBlobs(BEFORE)).toBe(0);
});

test("a shutdown ends the sweep, and the next one continues", async () => {
  const { id, sha256 } = await makeOldImage();
  await db.image.delete({ where: { id } });
  expect(await sweepBlobs(BEFORE, { stopping: AbortSignal.abort() })).toBe(0);
  expect(await stateOf(sha256)).toEqual(PRESENT);
  expect(await sweepBlobs(BEFORE)).toBe(1);
});

test("keeps recent bytes that nothing references yet", async () => {
  const { id } = await makeImage(ada, "#fedcba");
  const sha256 = await sha256Of(id);
  await db.image.delete({ where: { id } });
  expect(await sweepBlobs(BEFORE)).toBe(0);
  expect(await stateOf(sha256)).toEqual(PRESENT);
});

test("keeps old bytes that were just stored again, because an image is about to reference them", async () => {
  const { id, sha256 } = await makeOldImage();
  await db.image.delete({ where: { id } });
  const name = parseSha256(sha256);
  await blobStore().putStream(await blobStore().open(name), { maxBytes: 1_000_000 });
  expect(await sweepBlobs(BEFORE)).toBe(0);
  expect(await stateOf(sha256)).toEqual(PRESENT);
});

test("a sweep during an upload removes none of its bytes", async () => {
  const { id, sha256 } = await makeOldImage();
  await db.image.delete({ where: { id } });
  const blob = await db.blob.findUniqueOrThrow({ where: { sha256 } });
  const sweeping = await inTransaction(async (tx) => {
    await saveBlob(tx, { ...blob, sha256: parseSha256(sha256) });
    // The sweep selects before the image row exists, then waits for the blob's row lock.
    const sweep = sweepBlobs(BEFORE);
    await waitForLock();
    await tx.image.create({
      data: {
        workspaceId: ada.workspaceId,
        createdById: ada.userId,
        origin: "uploaded",
        sha256,
        name: "in time",
      },
    });
    return { sweep };
  });
  expect(await sweeping.sweep).toBe(0);
  expect(await stateOf(sha256)).toEqual(PRESENT);
});
