import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { exportAccount } from "@/lib/server/domain/export/export-account";
import { makeActor, makeImage, sha256Of } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { addPaintedTurn, makePaintedThread } from "@/scripts/testing/thread";
import { unzip } from "@/scripts/testing/unzip";

let ada: Actor;
beforeEach(async () => {
  ada = await makeActor("Ada");
});
afterAll(closeDatabase);

async function exported(actor: Actor): Promise<Map<string, Buffer>> {
  const stream = await exportAccount(actor, { clock: systemClock });
  return unzip(await buffer(Readable.fromWeb(stream as NodeReadableStream<Uint8Array>)));
}

const sumOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const allText = (files: Map<string, Buffer>) =>
  [...files].map(([name, bytes]) => `${name}\n${bytes.toString("utf8")}`).join("\n");

test("the export has every image of the actor byte for byte, and its checksum in the list", async () => {
  await makePaintedThread(ada, { colour: "#112233" });
  const { id: avatarId } = await makeImage(ada, "#445566");
  const { sha256: avatarSha256 } = await db.image.findUniqueOrThrow({ where: { id: avatarId } });
  await db.user.update({ where: { id: ada.userId }, data: { avatarSha256 } });
  const files = await exported(ada);
  expect(sumOf(files.get("profile-picture.png") ?? Buffer.of())).toBe(avatarSha256);
  const kept = await db.image.findMany({ where: { createdById: ada.userId } });
  const pictures = [...files].filter(([name]) => name.startsWith("pictures/"));
  expect(pictures.map(([, bytes]) => sumOf(bytes)).toSorted()).toEqual(
    kept.map(({ sha256 }) => String(sha256)).toSorted(),
  );
  const list = files.get("pictures.csv")?.toString("utf8") ?? "";
  for (const [name, bytes] of pictures) expect(list).toContain(`${name},${sumOf(bytes)}`);
});

test("the export has each thread as JSON and Markdown with prompts, settings, parents and image links", async () => {
  const { thread, turn, image } = await makePaintedThread(ada, { prompt: "A red boat" });
  const next = await addPaintedTurn(ada, thread.id, { prompt: "Make it blue" });
  await db.turn.update({
    where: { id: next.turn.id },
    data: { parentTurnId: turn.id, baseImageId: image.id },
  });
  const files = await exported(ada);
  const name = [...files.keys()].find((it) => it.endsWith(".json") && it.startsWith("threads/"));
  const json = JSON.parse(files.get(name ?? "")?.toString("utf8") ?? "");
  expect(json).toMatchObject({ id: thread.id, title: "A lighthouse", visibility: "private" });
  expect(json.turns).toMatchObject([
    { id: turn.id, parentTurnId: null, prompt: "A red boat", by: "Ada" },
    { id: next.turn.id, parentTurnId: turn.id, prompt: "Make it blue" },
  ]);
  expect(json.turns[1].settings.model).toBe("gpt-image-2-vip");
  expect(files.has(json.turns[1].baseImage.file)).toBe(true);
  expect(files.has(json.turns[0].generations[0].images[0].file)).toBe(true);
  const markdown = files.get(name?.replace(/json$/, "md") ?? "")?.toString("utf8") ?? "";
  expect(markdown).toContain("> A red boat");
  expect(markdown).toContain("Goes on from 1.");
  expect(markdown).toMatch(/!\[[\da-f-]+\]\(\.\.\/pictures\/\S+\.png\)/);
  expect(files.get("usage.csv")?.toString("utf8").trim().split("\n")).toHaveLength(3);
  expect(JSON.parse(files.get("profile.json")?.toString("utf8") ?? "")).toMatchObject({
    name: "Ada",
    email: ada.email,
  });
});

test("the export has nothing of other users but their turns in the actor's threads", async () => {
  const { id } = await makeTeam();
  const me = await addMember(id, "member", "Me");
  const other = await addMember(id, "member", "Other");
  await makePaintedThread(other, { title: "secret one", prompt: "secret two", colour: "#010101" });
  const shown = await makePaintedThread(other, {
    title: "shown",
    prompt: "shown by other",
    visibility: "workspace",
    colour: "#020202",
  });
  await addPaintedTurn(me, shown.thread.id, { prompt: "my part", colour: "#030303" });
  const mine = await makePaintedThread(me, { visibility: "workspace", colour: "#040404" });
  const guest = await addPaintedTurn(other, mine.thread.id, { prompt: "guest", colour: "#050505" });
  await makePaintedThread(ada, { prompt: "a stranger's" });

  const files = await exported(me);
  const text = allText(files);
  expect(text).toContain("my part");
  expect(text).toContain("guest");
  for (const foreign of ["secret", "shown by other", "a stranger's", other.email]) {
    expect(text).not.toContain(foreign);
  }
  const sums = [...files.values()].map(sumOf);
  expect(sums).not.toContain(guest.image.sha256);
  expect(sums).not.toContain(shown.image.sha256);
  expect(sums).toContain(mine.image.sha256);

  // A thread that became private hides the turns that others created in it.
  await db.thread.update({ where: { id: shown.thread.id }, data: { visibility: "private" } });
  expect(allText(await exported(me))).not.toContain("shown");
});

test("entry names cannot leave the folder, whatever the titles", async () => {
  await db.workspace.update({
    where: { id: ada.workspaceId },
    data: { name: "../../etc/passwd" },
  });
  await makePaintedThread(ada, { title: "..\\..\\C:\\x/../<>|?*", prompt: "/abs/../..\n灯塔.exe" });
  const names = [...(await exported(ada)).keys()];
  expect(names).toHaveLength(6);
  for (const name of names) {
    expect(name).toMatch(/^(?:[\p{Letter}\p{Number}-]+\/){0,2}[\p{Letter}\p{Number}-]+\.\w+$/u);
  }
  expect(names.some((name) => name.includes("灯塔"))).toBe(true);
});

test("an image whose bytes are lost does not break the export", async () => {
  const { image } = await makePaintedThread(ada, { colour: "#0a0b0c" });
  const { blobStore } = await import("@/lib/server/domain/images/storage");
  const { parseSha256 } = await import("@/lib/server/blobs/store");
  await blobStore().remove(parseSha256(await sha256Of(image.id)));
  const kept = await makeImage(ada, "#0d0e0f");
  const files = await exported(ada);
  expect([...files.keys()].some((name) => name.endsWith(".missing.txt"))).toBe(true);
  const { sha256 } = await db.image.findUniqueOrThrow({ where: { id: kept.id } });
  expect([...files.values()].map(sumOf)).toContain(sha256);
});

test("cancelling the reader ends the export", async () => {
  for (let n = 0; n < 5; n += 1) await makeImage(ada, `#10101${n}`);
  const reader = (await exportAccount(ada, { clock: systemClock })).getReader();
  expect((await reader.read()).done).toBe(false);
  await reader.cancel();
  expect((await reader.read()).done).toBe(true);
});

test("exports are audited and rate-limited", async () => {
  const outcomes = [];
  for (let n = 0; n < 11; n += 1) {
    outcomes.push(
      await exportAccount(ada, { clock: systemClock }).then(
        async (stream) => (await stream.cancel(), "yes"),
        (error) => error.code,
      ),
    );
  }
  expect(outcomes).toEqual([...Array(10).fill("yes"), "too_many_attempts"]);
  const where = { actorId: ada.userId, act: "account.exported" };
  expect(await db.auditEntry.count({ where })).toBe(10);
});
