import { Readable } from "node:stream";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { type ShareView, shareUpdateBody } from "@/lib/contracts/shares";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { blobStore } from "@/lib/server/domain/images/storage";
import { updateShare } from "@/lib/server/domain/shares/commands";
import {
  makeSharedThread,
  makeShare,
  readShare,
  requestImage,
  requestZip,
  SHARED_PROMPT,
  shareDeps,
} from "@/scripts/testing/shares";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { unzip } from "@/scripts/testing/unzip";

let maya: Actor;

beforeAll(async () => {
  const team = await makeTeam();
  maya = await addMember(team.id, "member", "Maya");
  await db.workspace.update({ where: { id: team.id }, data: { name: "Keepers House" } });
});

const change = (view: ShareView, body: object) =>
  updateShare(maya, { ...shareUpdateBody.parse(body), shareId: view.id }, shareDeps);

describe("each hidden thing is nowhere", () => {
  const everything = { prompts: true, references: true, settings: true, names: true };
  const hidden = {
    prompts: [SHARED_PROMPT, "Secret lamp", "lamp red", "secret-lamp"],
    names: ["Maya", "Keepers House"],
    settings: ['"shape":"', '"model":"'],
  };
  test.each(["prompts", "names", "settings"] as const)("%s", async (flag) => {
    const { first } = await makeSharedThread(maya);
    const shows = { ...everything, [flag]: false };
    const target = { kind: "thread", id: first.thread.id };
    const { token } = await makeShare(maya, { target, preset: "hand_over", shows });
    const view = await readShare(token);
    const seen = [JSON.stringify(view)];
    for (const [name, bytes] of unzip(Buffer.from(await (await requestZip(token)).arrayBuffer()))) {
      seen.push(name, Buffer.from(bytes).toString("latin1"));
    }
    for (const { id } of view.images) {
      for (const variant of ["256", "original"]) {
        const response = await requestImage(token, id, variant, { query: "?download" });
        seen.push([...response.headers].join("\n"));
        seen.push(Buffer.from(await response.arrayBuffer()).toString("latin1"));
      }
    }
    for (const text of hidden[flag]) expect(seen.join("\n")).not.toContain(text);
    // The same words are there if they are shown, so that the search is worth something.
    const shown = await makeShare(maya, { target, preset: "hand_over", shows: everything });
    const all = JSON.stringify(await readShare(shown.token));
    const [word = ""] = hidden[flag];
    expect(all).toContain(word);
  });

  test("references", async () => {
    const { first, reference } = await makeSharedThread(maya);
    const target = { kind: "thread", id: first.thread.id };
    const { share: made, token } = await makeShare(maya, { target });
    expect(JSON.stringify(await readShare(token))).not.toContain(reference.id);
    expect((await requestImage(token, reference.id)).status).toBe(404);
    await change(made, { shows: { references: true } });
    const view = await readShare(token);
    expect(view.others.map(({ id }) => id)).toEqual([reference.id]);
    expect(view.steps[1]?.referenceIds).toEqual([reference.id]);
    expect((await requestImage(token, reference.id)).status).toBe(200);
  });

  test("costs, keys, failures, ids of people and of the workspace", async () => {
    const { first } = await makeSharedThread(maya);
    const target = { kind: "thread", id: first.thread.id };
    const { token } = await makeShare(maya, { target, shows: everything });
    const text = JSON.stringify(await readShare(token));
    for (const secret of [
      maya.userId,
      maya.workspaceId,
      maya.email,
      "icroUsd",
      "failure",
      "sha256",
    ]) {
      expect(text).not.toContain(secret);
    }
  });
});

test("an original is handed over without metadata, and only where downloads are originals", async () => {
  const { first } = await makeSharedThread(maya);
  const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/">${SHARED_PROMPT}</x:xmpmeta>`;
  const bytes = await sharp({ create: { width: 30, height: 20, channels: 3, background: "#135" } })
    .withExif({ IFD0: { ImageDescription: SHARED_PROMPT } })
    .withXmp(xmp)
    .png()
    .toBuffer();
  const stored = await blobStore().putStream(Readable.from([bytes]), { maxBytes: bytes.length });
  await db.blob.create({
    data: {
      sha256: stored.sha256,
      media: "image/png",
      byteCount: bytes.length,
      width: 30,
      height: 20,
      thumbhash: "",
    },
  });
  await db.image.update({ where: { id: first.image.id }, data: { sha256: stored.sha256 } });
  const target = { kind: "image", id: first.image.id };
  const { share: made, token } = await makeShare(maya, { target });
  for (const [downloads, original, preview] of [
    ["off", 404, 404],
    ["previews", 404, 200],
    ["originals", 200, 200],
  ] as const) {
    await change(made, { downloads });
    expect((await requestImage(token, first.image.id, "original")).status).toBe(original);
    expect((await requestImage(token, first.image.id, "1440", { query: "?download" })).status).toBe(
      preview,
    );
    expect((await requestImage(token, first.image.id, "1440")).status).toBe(200);
    expect((await requestZip(token)).status).toBe(downloads === "off" ? 404 : 200);
  }
  const given = Buffer.from(
    await (await requestImage(token, first.image.id, "original")).arrayBuffer(),
  );
  expect(given.includes(SHARED_PROMPT)).toBe(false);
  expect(await sharp(given).raw().toBuffer()).toEqual(await sharp(bytes).raw().toBuffer());
});
