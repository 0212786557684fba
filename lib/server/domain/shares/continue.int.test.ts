import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ImageId, ThreadId } from "@/lib/contracts/ids";
import { continued, continueOffer } from "@/lib/contracts/share-continue";
import { shareUpdateBody, type ShareView } from "@/lib/contracts/shares";
import { type Actor } from "@/lib/server/auth/actor";
import { parseSha256 } from "@/lib/server/blobs/store";
import { db, inTransaction } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { removePerson } from "@/lib/server/domain/deletion/former-member";
import { blobStore } from "@/lib/server/domain/images/storage";
import { sweepBlobs } from "@/lib/server/domain/images/sweep-blobs";
import { revokeShare, updateShare } from "@/lib/server/domain/shares/commands";
import { removeThread } from "@/lib/server/domain/threads/commands";
import { loadThreadPage } from "@/lib/server/domain/threads/page";
import { purgeTrash } from "@/lib/server/domain/trash/purge";
import { purgeImage, trashImage } from "@/lib/server/domain/trash/trash";
import { previewDraft, previewTurn } from "@/lib/server/domain/turns/preview";
import { listAttempts } from "@/lib/server/domain/usage/attempts";
import { loadSpending } from "@/lib/server/domain/usage/spending";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import {
  cookieOf,
  makeSharedThread,
  makeShare,
  requestContinue,
  requestOffer,
  SHARED_PROMPT,
  shareDeps,
} from "@/scripts/testing/shares";
import { makeActor, makeImage, sha256Of } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";
import { addMember, makeTeam, standingIn } from "@/scripts/testing/team";

const EVERYTHING = { prompts: true, references: true, settings: true, names: true };
const HIDDEN_SETTINGS = {
  model: "secret-model",
  shape: "9:16",
  tier: "2K",
  variations: 3,
  temperature: 0.77,
};

let maya: Actor;
let lin: Actor;
let cookie: string;

beforeAll(async () => {
  await prepareQueue();
});
beforeEach(async () => {
  const team = await makeTeam();
  maya = await addMember(team.id, "member", "Maya");
  lin = await makeActor("Lin");
  cookie = await cookieOf(lin);
});

const change = (view: ShareView, body: object) =>
  updateShare(maya, { ...shareUpdateBody.parse(body), shareId: view.id }, shareDeps);

/** A thread of two versions with a reference, metadata in a picture, and a link that allows to continue. */
async function makeContinuable(shows: object = EVERYTHING, more: object = {}) {
  const made = await makeSharedThread(maya);
  await db.turn.updateMany({
    where: { threadId: made.first.thread.id },
    data: { settings: HIDDEN_SETTINGS },
  });
  await quoteInFile(made.first.image.id);
  const target = { kind: "thread", id: made.first.thread.id };
  const link = await makeShare(maya, { target, shows, mayContinue: true, ...more });
  return { ...made, ...link };
}

/** Gives an image a file whose metadata quote its prompt. */
async function quoteInFile(imageId: string): Promise<void> {
  const bytes = await sharp({ create: { width: 60, height: 40, channels: 3, background: "#135" } })
    .withExif({ IFD0: { ImageDescription: `${SHARED_PROMPT} ${randomUUID()}` } })
    .png()
    .toBuffer();
  const { sha256 } = await blobStore().putStream(Readable.from([bytes]), {
    maxBytes: bytes.length,
  });
  const size = { byteCount: bytes.length, width: 60, height: 40, thumbhash: "" };
  await db.blob.create({ data: { sha256, media: "image/png", ...size } });
  await db.image.update({ where: { id: imageId }, data: { sha256 } });
}

async function goOn(token: string, imageId: string, body: object = {}, as = cookie) {
  const answer = await requestContinue(token, as, {
    imageId,
    idempotencyKey: randomUUID(),
    ...body,
  });
  if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
  return continued.parse(await answer.json());
}

const pageOf = (actor: Actor, threadId: ThreadId) => loadThreadPage(actor, threadId, {});

/** All rows, events and bytes that came about, as one text. */
async function everythingOf(threadId: string, workspaceId: string): Promise<string> {
  const thread = await db.thread.findUniqueOrThrow({
    where: { id: threadId },
    include: {
      turns: {
        include: { references: { include: { image: true } }, baseImage: true, credit: true },
      },
      generations: { include: { images: true } },
    },
  });
  const searchTexts = await db.$queryRaw`
    SELECT "searchText", name, model FROM "Image" WHERE "workspaceId" = ${workspaceId}::uuid`;
  const events = await db.event.findMany({ where: { workspaceId } });
  const images = await db.image.findMany({ where: { workspaceId } });
  const files: string[] = [];
  for (const { sha256 } of images) {
    files.push(
      (await buffer(await blobStore().open(parseSha256(sha256 ?? "")))).toString("latin1"),
    );
  }
  const text = JSON.stringify([thread, searchTexts, events, images], (_, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
  return [text, ...files].join("\n");
}

test("the path becomes a thread of the visitor's own, with credit, lineage and no cost", async () => {
  const { token, first, second } = await makeContinuable();
  const { threadId, workspaceId, path } = await goOn(token, second.image.id);
  expect(path).toBe(`/t/${threadId}`);
  expect(workspaceId).toBe(lin.workspaceId);
  const page = await pageOf(lin, threadId);
  expect(page.thread).toMatchObject({ title: "Secret lamp", visibility: "private", underWay: 0 });
  expect(page.path.map(({ prompt }) => prompt)).toEqual([SHARED_PROMPT, "Make the lamp red"]);
  const [one, two] = page.path;
  expect(two?.credit).toEqual({ title: "Secret lamp", by: "Maya" });
  expect(two?.createdBy.name).toBe("Lin");
  const [before] = one?.generations ?? [];
  const [generation] = two?.generations ?? [];
  const [image] = generation?.images ?? [];
  expect(image).toMatchObject({
    isCopied: true,
    isMadeHere: false,
    parentImageId: before?.images[0]?.id,
  });
  expect(two?.baseImage?.id).toBe(before?.images[0]?.id);
  expect(two?.settings).toMatchObject({ model: "secret-model", shape: "9:16", temperature: 0.77 });
  expect(two?.references.map(({ origin }) => origin)).toEqual(["uploaded"]);
  expect(page.thread.cover?.imageId).toBe(image?.id);
  expect([first.image.id, second.image.id]).not.toContain(image?.id);
  expect(generation).toMatchObject({
    endpoint: "copied",
    costMicroUsd: 0,
    billed: "no",
    attempts: 0,
  });

  const filter = { outcome: "all" } as const;
  expect((await listAttempts(lin, filter)).attempts).toEqual([]);
  const { total, models } = await loadSpending(lin, {}, shareDeps);
  expect([total.calls, total.pictures, models.length]).toEqual([0, 0, 0]);
  await expect(previewTurn(lin, brandId(two?.id ?? ""))).rejects.toMatchObject({
    code: "conflict",
  });
  const kinds = (await db.event.findMany({ where: { workspaceId }, orderBy: { seq: "asc" } })).map(
    ({ payload }) => JSON.parse(JSON.stringify(payload)).kind,
  );
  expect(kinds).toEqual(["turn.created", "image.added", "image.added", "image.added"]);
});

describe("each hidden thing is nowhere in the new thread", () => {
  const hidden = {
    prompts: [SHARED_PROMPT, "Secret lamp", "lamp red"],
    names: ["Maya", "userOfMaya"],
    settings: ["secret-model", "0.77", "2K", "9:16"],
    references: ["#336699"],
  };
  test.each(["prompts", "names", "settings"] as const)("%s", async (flag) => {
    const { token, second } = await makeContinuable({ ...EVERYTHING, [flag]: false });
    const { threadId } = await goOn(token, second.image.id);
    const text = await everythingOf(threadId, lin.workspaceId);
    for (const word of hidden[flag]) {
      expect(text).not.toContain(word === "userOfMaya" ? maya.userId : word);
    }
    // With everything shown the same words are there.
    const shown = await makeContinuable();
    const all = await goOn(shown.token, shown.second.image.id);
    const [word = ""] = hidden[flag];
    expect(await everythingOf(all.threadId, lin.workspaceId)).toContain(word);
  });

  test("references", async () => {
    const { token, second, reference } = await makeContinuable({ references: false });
    const { threadId } = await goOn(token, second.image.id);
    const { path } = await pageOf(lin, threadId);
    expect(path.flatMap(({ references }) => references)).toEqual([]);
    const images = await db.image.findMany({ where: { workspaceId: lin.workspaceId } });
    expect(images).toHaveLength(2);
    expect(images.map(({ sha256 }) => sha256)).not.toContain(await sha256Of(reference.id));
  });

  test("costs, what the model said, ids of the source and of its workspace", async () => {
    const { token, first, second } = await makeContinuable({ ...EVERYTHING, prompts: false });
    await db.generation.updateMany({
      where: { threadId: first.thread.id },
      data: { costMicroUsd: 987_654, modelWords: "secret words", upstreamId: "secret-call" },
    });
    const { threadId } = await goOn(token, second.image.id);
    const text = await everythingOf(threadId, lin.workspaceId);
    const source = [first.thread.id, first.turn.id, first.image.id, second.image.id];
    for (const secret of [...source, maya.workspaceId, "987654", "secret words", "secret-call"]) {
      expect(text).not.toContain(secret);
    }
  });

  test("versions beside the path", async () => {
    const { token, first } = await makeContinuable();
    const { threadId } = await goOn(token, first.image.id);
    expect((await pageOf(lin, threadId)).path).toHaveLength(1);
    expect(await db.image.count({ where: { workspaceId: lin.workspaceId } })).toBe(1);
  });
});

test("hidden words leave a title in the visitor's language, and settings of their own", async () => {
  const { token, second } = await makeContinuable({ prompts: false, settings: false });
  const body = { imageId: second.image.id, idempotencyKey: randomUUID() };
  const answer = await requestContinue(token, cookie, body, { "accept-language": "zh" });
  const { threadId } = continued.parse(await answer.json());
  const { thread, path } = await pageOf(lin, threadId);
  expect(thread.title).toBe("分享的图片");
  expect(thread.settings).toMatchObject({ shape: "3:2", tier: null, variations: 1 });
  expect(path.map(({ prompt, label }) => prompt + label)).toEqual(["", ""]);
  expect(path[1]?.generations[0]?.model).toBe("");
  // Nothing stands in for them in the next request.
  const [base] = path[1]?.generations[0]?.images ?? [];
  const {
    idempotencyKey: _,
    keyShown: __,
    ...next
  } = turnBody({
    threadId,
    parentTurnId: path[1]?.id ?? null,
    baseImageId: base?.id ?? null,
    prompt: "Add a boat",
  });
  const { messages, parameters } = await previewDraft(lin, next);
  const texts = messages
    .flatMap(({ parts }) => parts)
    .flatMap((part) => ("text" in part ? part.text : []));
  expect([...texts, parameters["prompt"] ?? ""].join("").trim()).toBe("Add a boat");
});

test("an image of a collection brings what it was refined from, as far as that is shown", async () => {
  const { second } = await makeContinuable();
  const target = { kind: "image", id: second.image.id };
  const { token } = await makeShare(maya, { target, mayContinue: true, shows: EVERYTHING });
  const { threadId } = await goOn(token, second.image.id);
  const { path } = await pageOf(lin, threadId);
  expect(path.map(({ prompt }) => prompt)).toEqual([SHARED_PROMPT, "Make the lamp red"]);
  expect(path[1]?.references).toHaveLength(1);
  const alone = { kind: "selection", ids: [second.image.id] };
  const other = await makeShare(maya, { target: alone, mayContinue: true });
  const { threadId: short } = await goOn(other.token, second.image.id);
  expect((await pageOf(lin, short)).path).toHaveLength(1);
});

test("an upload is a first version, and the base of what was made from it", async () => {
  const upload = await makeImage(maya, "#884422");
  const target = { kind: "image", id: upload.id };
  const { token } = await makeShare(maya, { target, mayContinue: true });
  const { path } = await pageOf(lin, (await goOn(token, upload.id)).threadId);
  expect(path).toHaveLength(1);
  const { second } = await makeSharedThread(maya);
  const parentImageId = upload.id;
  await db.image.update({ where: { id: second.image.id }, data: { parentImageId } });
  const made = { kind: "image", id: second.image.id };
  const both = await makeShare(maya, { target: made, mayContinue: true, shows: EVERYTHING });
  const page = await pageOf(lin, (await goOn(both.token, second.image.id)).threadId);
  expect(page.path.map(({ baseImage }) => baseImage?.origin)).toEqual(["uploaded"]);
});

describe("who may continue, and where", () => {
  test("only where the link allows it: off for Show and Review, on for Hand over", async () => {
    const { first } = await makeSharedThread(maya);
    const target = { kind: "thread", id: first.thread.id };
    for (const [preset, status] of [
      ["show", 404],
      ["review", 404],
      ["hand_over", 200],
    ] as const) {
      const { token, share } = await makeShare(maya, { target, preset });
      expect(share.mayContinue).toBe(status === 200);
      const body = { imageId: first.image.id, idempotencyKey: randomUUID() };
      expect((await requestContinue(token, cookie, body)).status).toBe(status);
      expect((await requestOffer(token, cookie)).status).toBe(status);
      const other = await change(share, { mayContinue: status !== 200 });
      expect(other.mayContinue).toBe(status !== 200);
      expect((await requestOffer(token, cookie)).status).toBe(status === 200 ? 404 : 200);
    }
  });

  test("a guest must sign in", async () => {
    const { token, second } = await makeContinuable();
    expect(continueOffer.parse(await (await requestOffer(token)).json()).person).toBeNull();
    const body = { imageId: second.image.id, idempotencyKey: randomUUID() };
    const answer = await requestContinue(token, "", body);
    expect([answer.status, (await answer.json()).code]).toEqual([401, "not_signed_in"]);
  });

  test("only a workspace of the visitor's memberships, with the right to create", async () => {
    const { token, second } = await makeContinuable();
    const other = await makeTeam("Theirs");
    const ours = await makeTeam("Ours");
    const watched = await makeTeam("Watched");
    for (const [workspaceId, role] of [
      [ours.id, "member"],
      [watched.id, "viewer"],
    ] as const) {
      await db.membership.create({ data: { userId: lin.userId, workspaceId, role } });
    }
    const statusFor = async (workspaceId: string) => {
      const body = { imageId: second.image.id, idempotencyKey: randomUUID(), workspaceId };
      return (await requestContinue(token, cookie, body)).status;
    };
    expect(await statusFor(other.id)).toBe(404);
    expect(await statusFor(maya.workspaceId)).toBe(404);
    expect(await statusFor(watched.id)).toBe(403);
    for (const { id } of [other, watched]) {
      expect(await db.thread.count({ where: { workspaceId: id } })).toBe(0);
    }
    const offer = continueOffer.parse(await (await requestOffer(token, cookie)).json());
    expect(offer.person?.workspaces.map(({ id, isPersonal }) => [id, isPersonal])).toEqual([
      [lin.workspaceId, true],
      [ours.id, false],
    ]);
    // The audience is that of new threads there.
    await db.workspace.update({
      where: { id: ours.id },
      data: { defaultVisibility: "workspace" },
    });
    const { threadId } = await goOn(token, second.image.id, { workspaceId: ours.id });
    const page = await pageOf(standingIn(ours.owner, ours.id, "owner"), threadId);
    expect(page.thread.visibility).toBe("workspace");
    const audiences = await db.image.findMany({ where: { workspaceId: ours.id } });
    expect(audiences.map(({ audienceId }) => audienceId)).toEqual([null, null, null]);
    await goOn(token, second.image.id);
    const own = await db.image.findMany({ where: { workspaceId: lin.workspaceId } });
    expect(own.map(({ audienceId }) => audienceId)).toEqual([lin.userId, lin.userId, lin.userId]);
  });

  test("images that the link does not show, or shows only beside others, are not found", async () => {
    const { token, reference } = await makeContinuable();
    const foreign = await makeImage(maya);
    for (const imageId of [foreign.id, reference.id]) {
      const body = { imageId, idempotencyKey: randomUUID() };
      expect((await requestContinue(token, cookie, body)).status).toBe(404);
    }
    expect(await db.thread.count({ where: { workspaceId: lin.workspaceId } })).toBe(0);
  });

  test("revoking, a password and an audience act on the next request", async () => {
    const { token, second, share } = await makeContinuable();
    const status = async () => {
      const body = { imageId: second.image.id, idempotencyKey: randomUUID() };
      return [
        (await requestContinue(token, cookie, body)).status,
        (await requestOffer(token, cookie)).status,
      ];
    };
    await change(share, { password: "open sesame" });
    expect(await status()).toEqual([401, 401]);
    await change(share, { password: null, audience: "members" });
    expect(await status()).toEqual([404, 404]);
    await change(share, { audience: "signed_in" });
    expect(await status()).toEqual([200, 200]);
    await revokeShare(maya, share.id, shareDeps);
    expect(await status()).toEqual([404, 404]);
  });
});

test("a double click makes one thread", async () => {
  const { token, second } = await makeContinuable();
  const idempotencyKey = randomUUID();
  const body = { imageId: second.image.id, idempotencyKey };
  const answers = await Promise.all(
    [1, 2].map(async () => (await requestContinue(token, cookie, body)).json()),
  );
  expect(answers[0]).toEqual(answers[1]);
  expect(await db.thread.count({ where: { workspaceId: lin.workspaceId } })).toBe(1);
  expect(await db.image.count({ where: { workspaceId: lin.workspaceId } })).toBe(3);
});

test("bytes without metadata are stored once, others again", async () => {
  const { token, first, second } = await makeContinuable();
  const { threadId } = await goOn(token, second.image.id);
  const { path } = await pageOf(lin, threadId);
  const ids = path.map(({ generations }) => generations[0]?.images[0]?.id ?? "");
  expect(await sha256Of(ids[1] ?? "")).toBe(await sha256Of(second.image.id));
  const cleaned = await sha256Of(ids[0] ?? "");
  expect(cleaned).not.toBe(await sha256Of(first.image.id));
  const blob = await db.blob.findUniqueOrThrow({ where: { sha256: cleaned } });
  expect(blob).toMatchObject({ media: "image/png", width: 60, height: 40 });
  const bytes = await buffer(await blobStore().open(parseSha256(cleaned)));
  expect(bytes.length).toBe(blob.byteCount);
});

test("purging the new thread takes the words in its credit too", async () => {
  const { token, second } = await makeContinuable();
  const { threadId } = await goOn(token, second.image.id);
  await removeThread(lin, threadId, shareDeps);
  await purgeTrash(new Date(Date.now() + 1_000), new Date());
  const credits = await db.turnCredit.findMany({ where: { turn: { threadId } } });
  expect(credits.map(({ title }) => title)).toEqual([null, null]);
  expect(await everythingLeft(threadId)).not.toContain("lamp");
});

async function everythingLeft(threadId: string): Promise<string> {
  return JSON.stringify(
    await db.thread.findUniqueOrThrow({
      where: { id: threadId },
      include: { turns: { include: { credit: true } }, generations: { include: { images: true } } },
    }),
  );
}

test("the thread stays when the link ends, its source is purged and its author's account is deleted", async () => {
  const { token, share, first, second } = await makeContinuable();
  const { threadId } = await goOn(token, second.image.id);
  await revokeShare(maya, share.id, shareDeps);
  for (const { image } of [first, second]) {
    await trashImage(maya, image.id as ImageId, shareDeps);
    await purgeImage(maya, image.id as ImageId, shareDeps);
  }
  await sweepBlobs(new Date(Date.now() + 1_000));
  await inTransaction((tx) => removePerson(tx, maya.userId));
  const { path } = await pageOf(lin, threadId);
  expect(path.map(({ prompt }) => prompt)).toEqual([SHARED_PROMPT, "Make the lamp red"]);
  expect(path.map(({ credit }) => credit?.by)).toEqual(["Former member", "Former member"]);
  for (const { generations } of path) {
    const sha256 = await sha256Of(generations[0]?.images[0]?.id ?? "");
    expect(await blobStore().has(parseSha256(sha256))).toBe(true);
  }
});
