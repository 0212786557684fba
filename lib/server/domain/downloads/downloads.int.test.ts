import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdir, readlink, writeFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { DOWNLOAD_MAX, type DownloadBody } from "@/lib/contracts/downloads";
import type { ImageId } from "@/lib/contracts/ids";
import { manifest } from "@/lib/contracts/manifest";
import type { Actor } from "@/lib/server/auth/actor";
import { parseSha256 } from "@/lib/server/blobs/store";
import { systemClock as clock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import {
  createDownload,
  openDownload,
  pruneDownloads,
} from "@/lib/server/domain/downloads/commands";
import { blobStore } from "@/lib/server/domain/images/storage";
import { keepImage, withIncomingFile } from "@/lib/server/domain/images/upload";
import { readableOf } from "@/lib/server/request/web-stream";
import { noisePng } from "@/e2e/upstream/pictures";
import { makeImage, sha256Of } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { addPaintedTurn, makePaintedThread } from "@/scripts/testing/thread";
import { unzip } from "@/scripts/testing/unzip";

let maker: Actor;
let colleague: Actor;
let viewer: Actor;
beforeEach(async () => {
  const { id } = await makeTeam();
  maker = await addMember(id, "member", "Maya");
  colleague = await addMember(id, "member", "Cole");
  viewer = await addMember(id, "viewer", "Vic");
});
afterAll(closeDatabase);

async function take(actor: Actor, body: DownloadBody) {
  const view = await createDownload(actor, body, { clock });
  const files = unzip(await buffer(readableOf(await openDownload(actor, view.id, { clock }))));
  const read = manifest.parse(JSON.parse(files.get("manifest.json")?.toString("utf8") ?? ""));
  files.delete("manifest.json");
  return { view, files, images: read.images };
}
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "yes",
    (error) => error.code,
  );
const sumOf = (bytes: Buffer | undefined) =>
  createHash("sha256")
    .update(bytes ?? "")
    .digest("hex");
const idOf = ({ id }: { id: string }): ImageId => brandId(id);

test("the ZIP has original bytes under readable names in the order of the ids, and their sums", async () => {
  const one = await makePaintedThread(maker, { prompt: "Red Boat", colour: "#110000" });
  const two = await makePaintedThread(maker, { prompt: "red boat!", colour: "#220000" });
  const three = await makePaintedThread(maker, { prompt: "../../etc/灯塔", colour: "#330000" });
  const imageIds = [two, one, three].map(({ image }) => idOf(image));
  const { view, files, images } = await take(maker, { imageIds: [...imageIds, ...imageIds] });
  expect([...files.keys()]).toEqual(["red-boat.png", "red-boat-2.png", "etc-灯塔.png"]);
  expect(images.map(({ id, file }) => ({ id, file }))).toEqual(
    [...files.keys()].map((file, n) => ({ id: imageIds[n], file })),
  );
  for (const { file, sha256, id, byteCount } of images) {
    const bytes = files.get(file ?? "");
    expect([sumOf(bytes), bytes?.length]).toEqual([sha256, byteCount]);
    expect(await sha256Of(id)).toBe(sha256);
  }
  expect(view).toMatchObject({
    count: 3,
    byteCount: images.reduce((sum, { byteCount }) => sum + byteCount, 0),
  });
});

test("the manifest has prompts, settings, tags and lineage", async () => {
  const first = await makePaintedThread(maker, { prompt: "A boat", visibility: "workspace" });
  const next = await addPaintedTurn(maker, first.thread.id, { prompt: "Make it night" });
  const reference = await makeImage(maker, "#010203");
  await db.image.update({
    where: { id: next.image.id },
    data: { parentImageId: first.image.id },
  });
  await db.reference.create({
    data: { turnId: next.turn.id, position: 0, imageId: reference.id },
  });
  const { workspaceId } = maker;
  await db.tag.create({
    data: {
      workspaceId,
      name: "Poster",
      nameKey: "poster",
      images: { create: { imageId: next.image.id } },
    },
  });
  const chosen = { imageIds: [idOf(first.image), idOf(next.image)] };
  const { images } = await take(maker, chosen);
  expect(images[1]).toMatchObject({
    prompt: "Make it night",
    createdBy: "Maya",
    settings: { model: "gpt-image-2-vip" },
    parent: { id: first.image.id, file: "a-boat.png" },
    references: [{ id: reference.id, file: null }],
    tags: ["Poster"],
    threadId: first.thread.id,
    turnId: next.turn.id,
  });
  expect(images[0]).toMatchObject({ parent: null, references: [] });
  // The reference is the maker's alone.
  const seen = await take(colleague, chosen);
  expect(seen.images[1]).toMatchObject({ parent: { id: first.image.id }, references: [] });
});

test("nobody gets an image that they may not see, by id or by query, or after losing sight of it", async () => {
  const secret = await makePaintedThread(maker, { prompt: "secret", colour: "#440000" });
  const shown = await makePaintedThread(maker, {
    prompt: "shown",
    colour: "#550000",
    visibility: "workspace",
  });
  const stranger = await addMember((await makeTeam()).id, "owner", "Sam");
  const both = { imageIds: [idOf(secret.image), idOf(shown.image)] };
  for (const body of [both, {}]) {
    expect((await take(viewer, body)).images.map(({ name }) => name)).toEqual(["shown"]);
    expect(await outcome(take(stranger, body))).toBe("not_found");
  }
  expect((await take(maker, { query: "secret" })).view.count).toBe(1);

  const view = await createDownload(colleague, both, { clock });
  for (const other of [maker, stranger]) {
    expect(await outcome(openDownload(other, view.id, { clock }))).toBe("not_found");
  }
  await db.image.update({ where: { id: shown.image.id }, data: { audienceId: maker.userId } });
  const files = unzip(await buffer(readableOf(await openDownload(colleague, view.id, { clock }))));
  expect([...files.keys()]).toEqual(["manifest.json"]);
});

test("images in the trash are for those who may restore them", async () => {
  const { image } = await makePaintedThread(maker, { visibility: "workspace" });
  await db.image.update({ where: { id: image.id }, data: { deletedAt: new Date() } });
  expect((await take(maker, { view: "trash" })).images).toHaveLength(1);
  expect(await outcome(take(colleague, { imageIds: [idOf(image)] }))).toBe("not_found");
});

test("bytes that are lost are named in the manifest and do not break the ZIP", async () => {
  const lost = await makePaintedThread(maker, { prompt: "lost", colour: "#660000" });
  const kept = await makePaintedThread(maker, { prompt: "kept", colour: "#770000" });
  await blobStore().remove(parseSha256(await sha256Of(lost.image.id)));
  const { files, images } = await take(maker, { imageIds: [idOf(lost.image), idOf(kept.image)] });
  expect([...files.keys()]).toEqual(["kept.png"]);
  expect(images.map(({ file }) => file)).toEqual([null, "kept.png"]);
});

test("more than 10,000 images are refused, and an expired download is not found", async () => {
  const { id } = await makeImage(maker, "#121212");
  const { workspaceId, userId: createdById } = maker;
  const row = { workspaceId, createdById, sha256: await sha256Of(id), name: "many" };
  const data = Array.from({ length: DOWNLOAD_MAX }, () => ({
    ...row,
    origin: "uploaded" as const,
  }));
  await db.image.createMany({ data });
  expect(await outcome(createDownload(maker, {}, { clock }))).toBe("too_many_images");
  const view = await createDownload(maker, { imageIds: [idOf({ id })] }, { clock });
  const later = { now: () => new Date(Date.now() + 3_600_001) };
  expect(await outcome(openDownload(maker, view.id, { clock: later }))).toBe("not_found");
  await pruneDownloads(new Date());
  expect(await db.download.count({ where: { id: view.id } })).toBe(1);
  await pruneDownloads(later.now());
  expect(await db.download.count({ where: { id: view.id } })).toBe(0);
});

/** Files of the blob store that this process has open. */
async function openBlobs(): Promise<string[]> {
  const links = await readdir("/proc/self/fd");
  const paths = await Promise.all(
    links.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => "")),
  );
  return paths.filter((path) => path.startsWith(`${process.env.DATA_DIR}/`));
}

test("a connection that breaks closes the files, and reads no further", async () => {
  const { workspaceId, userId: createdById } = maker;
  // Large enough that the buffers of sockets cannot hold a few of them.
  const bytes = await noisePng(8_000_000);
  const { id } = await withIncomingFile(async (path) => {
    await writeFile(path, bytes);
    return keepImage(maker, { path, name: "noise", origin: "uploaded" });
  });
  const sha256 = await sha256Of(id);
  const row = { workspaceId, createdById, origin: "uploaded" as const, sha256, name: "noise" };
  await db.image.createMany({ data: Array.from({ length: 40 }, () => row) });
  const { id: downloadId } = await createDownload(maker, {}, { clock });
  const opened = vi.spyOn(blobStore(), "open");
  const server = http.createServer((_request, response) => {
    void openDownload(maker, downloadId, { clock }).then((stream) =>
      pipeline(readableOf(stream), response).catch(() => undefined),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const [response] = (await once(http.get({ host: "127.0.0.1", port }), "response")) as [
    http.IncomingMessage,
  ];
  await once(response, "readable");
  await expect.poll(openBlobs).not.toEqual([]);
  // The client reads nothing, so the server waits with one file open.
  expect((await openBlobs()).length).toBe(1);
  expect(opened.mock.calls.length).toBeLessThan(10);
  response.destroy();
  await expect.poll(openBlobs).toEqual([]);
  expect(opened.mock.calls.length).toBeLessThan(10);
  opened.mockRestore();
  server.close();
});
