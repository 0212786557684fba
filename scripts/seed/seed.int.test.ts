import { expect, test } from "vitest";
import { parseSha256 } from "@/lib/server/blobs/store";
import { db } from "@/lib/server/db";
import { blobStore } from "@/lib/server/domain/images/storage";
import { storeFiles } from "./files";
import { createTeam, NO_PASSWORD } from "./people";
import { seedHistory } from "./seed";

const YEAR_MS = 365 * 86_400_000;

test("the history has real images, several people, both languages, private threads and years", async () => {
  const now = new Date();
  const team = await createTeam(NO_PASSWORD);
  const files = await storeFiles(3);
  const { images } = await seedHistory({ team, files, images: 600, now });
  expect(images).toBeGreaterThanOrEqual(600);
  expect(await db.image.count()).toBe(images);
  for (const { sha256 } of files) expect(await blobStore().has(parseSha256(sha256))).toBe(true);

  const threads = await db.thread.findMany({ include: { turns: true, coverImage: true } });
  const creators = new Set(threads.map(({ createdById }) => createdById));
  expect(creators.size).toBeGreaterThan(6);
  expect(threads.filter(({ title }) => /\p{Script=Han}/u.test(title)).length).toBeGreaterThan(10);
  expect(threads.filter(({ title }) => title.startsWith("A ")).length).toBeGreaterThan(10);
  const starts = threads.map(({ createdAt }) => createdAt.getTime());
  expect(now.getTime() - Math.min(...starts)).toBeGreaterThan(2 * YEAR_MS);
  expect(Math.max(...threads.map(({ lastActivityAt }) => lastActivityAt.getTime()))).toBeLessThan(
    now.getTime(),
  );

  const made = await db.image.findMany({ where: { threadId: { not: null } } });
  const visibility = new Map(threads.map((thread) => [thread.id, thread]));
  for (const { threadId, audienceId } of made) {
    const thread = visibility.get(threadId ?? "");
    expect(audienceId).toBe(thread?.visibility === "private" ? thread.createdById : null);
  }
  const states = await db.generation.groupBy({ by: ["state"], _count: true });
  expect(states.map(({ state }) => state).toSorted()).toEqual([
    "cancelled",
    "failed",
    "succeeded",
    "unknown",
  ]);
  expect(await db.turn.count({ where: { baseImageId: { not: null } } })).toBeGreaterThan(100);
  expect(await db.auditEntry.count()).toBeGreaterThan(50);
  // Marks, on images outside the trash, and the images of trashed threads in it.
  expect(await db.favourite.count()).toBeGreaterThan(50);
  expect(await db.imageTag.count()).toBeGreaterThan(20);
  expect(await db.collectionImage.count()).toBeGreaterThan(100);
  const shown = await db.image.count({
    where: { deletedAt: null, generation: { thread: { deletedAt: { not: null } } } },
  });
  expect(shown).toBe(0);
  expect(await db.favourite.count({ where: { image: { deletedAt: { not: null } } } })).toBe(0);
});

test("a second history leaves the first as it is", async () => {
  const before = await db.image.count();
  const team = await createTeam(NO_PASSWORD);
  const { images } = await seedHistory({
    ...{ team, images: 60, now: new Date() },
    files: await storeFiles(1),
  });
  expect(await db.image.count()).toBe(before + images);
});
