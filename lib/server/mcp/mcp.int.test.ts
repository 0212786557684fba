import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ImageView } from "@/lib/contracts/images";
import { readSignedAddress } from "@/lib/server/auth/signed-address";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import { createTurn } from "@/lib/server/domain/turns/create";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { writeHead } from "@/lib/server/upstream/send/spool";
import { answerHead } from "@/lib/server/upstream/send/spool.fixtures";
import { turnBody } from "@/scripts/testing/turn-body";
import { makeActor, makeImage } from "@/scripts/testing/studio";
import { connect, imagesOf, post, textOf, tokenOf, tools, use } from "./client.fixtures";

let ada: Actor;
let bo: Actor;
let picture: ImageView;
let foreign: ImageView;

beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor("Ada");
  bo = await makeActor("Bo");
  picture = await makeImage(ada);
  foreign = await makeImage(bo, "#2b6ad4");
});
afterAll(closeDatabase);

test("a token sees the tools of its scopes and can call no others", async () => {
  expect(await tools(await connect(ada))).toEqual([
    "generate",
    "refine",
    "look_again",
    "list_models",
    "list_images",
    "search_images",
    "get_image",
    "list_threads",
    "get_thread",
    "share",
  ]);
  const reader = await connect(ada, ["read"]);
  expect(await tools(reader)).not.toContain("generate");
  const refused = await use(reader, "generate", { prompt: "a bay" });
  expect(refused.isError).toBe(true);
  expect(await db.turn.count({ where: { createdById: ada.userId } })).toBe(0);
  expect(await tools(await connect(ada, ["admin"]))).toEqual([]);
});

test("search_images takes the language of the studio's search", async () => {
  const client = await connect(ada, ["read"]);
  const found = await use(client, "search_images", { query: "is:upload by:me -zeppelin" });
  expect(textOf(found)).toContain(`${picture.id}: `);
  expect(textOf(found)).toContain("by Ada");
  expect(textOf(found)).not.toContain(foreign.id);
  const nothing = await use(client, "search_images", { query: "is:favourite", limit: 5 });
  expect(textOf(nothing)).toBe("Nothing found.");
});

test("without a valid token the answer is 401 and names the Bearer scheme", async () => {
  for (const authorization of ["", "Bearer pnt_nothing", "Basic YTpi"]) {
    const response = await post({ authorization, cookie: "pentimento.session=x" });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer /);
  }
});

test("a page of any origin may call with a token, and none with only a cookie", async () => {
  const authorization = `Bearer ${await tokenOf(ada, ["read"])}`;
  const body = { jsonrpc: "2.0", id: 1, method: "ping" };
  const headers = {
    accept: "application/json, text/event-stream",
    "content-type": "application/json",
  };
  for (const origin of ["https://app.example", "null", "http://studio.test"]) {
    expect((await post({ ...headers, authorization, origin }, body)).status).toBe(200);
    const cookie = "pentimento.session=x";
    expect((await post({ ...headers, cookie, origin }, body)).status).toBe(401);
  }
});

test("the gallery lists the token's workspace, with previews on request", async () => {
  const client = await connect(ada, ["read"]);
  const list = await use(client, "list_images", { previews: true });
  expect(textOf(list)).toContain(picture.id);
  expect(textOf(list)).not.toContain(foreign.id);
  const [preview] = imagesOf(list);
  const { format, width } = await sharp(Buffer.from(preview?.data ?? "", "base64")).metadata();
  expect([format, width, preview?.mimeType]).toEqual(["webp", 60, "image/webp"]);
  const one = await use(client, "get_image", { imageId: picture.id, edge: 256 });
  expect(imagesOf(one)).toHaveLength(1);
  expect(one.structuredContent).toMatchObject({
    original: `http://studio.test/api/images/${picture.id}/original`,
  });
});

test("a foreign and a missing image answer alike", async () => {
  const client = await connect(ada);
  const missing = "0190a0a0-0000-7000-8000-000000000000";
  for (const [name, args] of [
    ["get_image", {}],
    ["refine", { instruction: "at night" }],
    ["share", {}],
  ] as const) {
    const answers = await Promise.all(
      [foreign.id, missing].map((imageId) => use(client, name, { ...args, imageId })),
    );
    expect(answers.map(textOf)).toEqual(["Not found (not_found).", "Not found (not_found)."]);
    expect(answers.every(({ isError }) => isError)).toBe(true);
  }
  const reference = await use(client, "generate", { prompt: "a bay", references: [foreign.id] });
  expect(textOf(reference)).toBe("Not found (not_found).");
});

test("an unknown argument is refused by name", async () => {
  const client = await connect(ada);
  const answer = await use(client, "generate", { prompt: "a bay", variation: 3 });
  expect(answer.isError).toBe(true);
  expect(textOf(answer)).toContain("variation");
  const size = await use(client, "generate", { prompt: "a bay", model: "none" });
  expect(textOf(size)).toContain("unknown_model");
});

test("a shared address is signed and expires; a viewer cannot create one", async () => {
  const client = await connect(ada, ["share"]);
  const answer = await use(client, "share", {
    imageId: picture.id,
    form: "file",
    edge: 512,
    hours: 2,
  });
  const { url = "" } = answer.structuredContent as { url?: string };
  expect(url.startsWith("http://studio.test/s/i/")).toBe(true);
  const read = readSignedAddress(url);
  expect(read).toMatchObject({ imageId: picture.id, variant: 512, isExpired: false });
  const hours = ((read?.expiresAt.getTime() ?? 0) - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(1.9);
  expect(hours).toBeLessThanOrEqual(2);
  // The audit log has the program, but not the address, which would open the image.
  const line = await db.auditEntry.findFirstOrThrow({ where: { act: "picture.shared" } });
  expect(line).toMatchObject({ actorId: ada.userId, targetId: picture.id });
  expect(line.details).toEqual({ hours: 2, token: expect.stringMatching(/ …[\w-]{4}$/) as string });

  await db.membership.updateMany({ where: { userId: bo.userId }, data: { role: "viewer" } });
  const refused = await use(await connect(bo), "share", { imageId: foreign.id });
  expect(textOf(refused)).toContain("forbidden");
  const made = await use(await connect(bo), "generate", { prompt: "a bay", waitSeconds: 0 });
  expect(textOf(made)).toContain("forbidden");
});

test("share makes a page, which belongs to the token that made it", async () => {
  const client = await connect(ada, ["share"]);
  const args = { imageIds: [picture.id], preset: "review", days: 2, password: "harbour light" };
  const answer = await use(client, "share", args);
  const { url = "", shareId = "" } = answer.structuredContent as Record<string, string>;
  expect(url).toMatch(/^http:\/\/studio\.test\/s\/[\w-]{32}$/);
  const row = await db.share.findUniqueOrThrow({ where: { id: shareId } });
  expect(row).toMatchObject({ kind: "selection", preset: "review", createdById: ada.userId });
  expect(row.tokenId).not.toBeNull();
  expect(row.passwordHash).not.toBeNull();
  for (const wrong of [{}, { imageId: picture.id, imageIds: [picture.id] }]) {
    expect(textOf(await use(client, "share", wrong))).toContain("invalid_field");
  }
  const thread = await use(client, "share", { threadId: crypto.randomUUID(), form: "file" });
  expect(textOf(thread)).toContain("invalid_field");
});

test("a call without a wait reports the turn as running, and a repeated key pays once", async () => {
  const client = await connect(ada);
  const args = {
    prompt: "a bay at dusk",
    waitSeconds: 0,
    idempotencyKey: "0190a0a0-0000-4000-8000-000000000001",
  };
  const first = await use(client, "generate", args);
  const again = await use(client, "generate", args);
  expect(first.structuredContent).toMatchObject({ isUnderWay: true, images: [] });
  expect(again.structuredContent).toEqual(first.structuredContent);
  const { threadId = "" } = first.structuredContent as { threadId?: string };
  expect(textOf(await use(client, "list_threads"))).toContain(threadId);
  expect(textOf(await use(client, "get_thread", { threadId }))).toContain("a bay at dusk");
});

test("a failed image names the tool that re-reads its answer, and that tool does", async () => {
  const { turn } = await createTurn(ada, turnBody(), { clock: systemClock });
  const [generation] = turn.generations;
  if (generation === undefined) throw new Error("a turn has a generation");
  const spoolName = `${generation.id}-0`;
  await mkdir(spoolFolder(), { recursive: true });
  await writeFile(join(spoolFolder(), spoolName), '{"data":[]}');
  const now = Date.now();
  await writeHead(join(spoolFolder(), spoolName), answerHead({ receivedAt: now, bytes: 11 }));
  await db.generation.update({
    where: { id: generation.id },
    data: {
      ...{ state: "failed", failureCode: "image_expired", billed: "yes", spoolName },
      ...{ upstreamStatus: 200, responseBytes: 11, attempts: 1 },
      ...{ sentAt: new Date(), receivedAt: new Date(), finishedAt: new Date() },
    },
  });
  const client = await connect(ada);
  const threadText = textOf(await use(client, "get_thread", { threadId: turn.threadId }));
  expect(threadText).toContain(`look_again, generationId ${generation.id}`);
  expect(threadText).toContain("costs nothing");
  const reader = await connect(ada, ["read"]);
  const toReader = textOf(await use(reader, "get_thread", { threadId: turn.threadId }));
  expect(toReader).not.toContain("look_again");

  const looked = await use(client, "look_again", { generationId: generation.id, waitSeconds: 0 });
  expect(textOf(looked)).toContain("storing the picture");
  const row = await db.generation.findUniqueOrThrow({ where: { id: generation.id } });
  expect(row).toMatchObject({ state: "received", attempts: 1 });
  const otherClient = await connect(bo);
  const refused = await use(otherClient, "look_again", { generationId: generation.id });
  expect(textOf(refused)).toContain("not_found");
});
