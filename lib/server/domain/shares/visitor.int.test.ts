import { buffer } from "node:stream/consumers";
import sharp from "sharp";
import { beforeAll, expect, test } from "vitest";
import { GET as getCard } from "@/app/s/[token]/card/route";
import { type ShareView, shareUpdateBody } from "@/lib/contracts/shares";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { createCollection } from "@/lib/server/domain/collections/commands";
import { addToCollection } from "@/lib/server/domain/collections/contents";
import { revokeShare, updateShare, updateSnapshot } from "@/lib/server/domain/shares/commands";
import { openShare } from "@/lib/server/domain/shares/open";
import { listVisits, loadShare } from "@/lib/server/domain/shares/queries";
import {
  cookieOf,
  enterPassword,
  makeSharedThread,
  makeShare,
  readShare,
  requestData,
  requestImage,
  requestZip,
  SHARED_PROMPT,
  shareDeps,
  visit,
} from "@/scripts/testing/shares";
import { makeActor, makeImage } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { addPaintedTurn, makePaintedThread } from "@/scripts/testing/thread";

let owner: Actor;
let maya: Actor;

beforeAll(async () => {
  const team = await makeTeam();
  owner = team.owner;
  maya = await addMember(team.id, "member", "Maya");
});

const change = (view: ShareView, body: object) =>
  updateShare(maya, { ...shareUpdateBody.parse(body), shareId: view.id }, shareDeps);

test("a thread is shown as steps, each with its instruction and its images", async () => {
  const { first, second, reference } = await makeSharedThread(maya);
  await addPaintedTurn(maya, first.thread.id, { state: "queued" });
  const target = { kind: "thread", id: first.thread.id };
  const { share, token } = await makeShare(maya, { target });
  const view = await readShare(token);
  expect(view).toMatchObject({ kind: "thread", title: "Secret lamp", isLive: true, by: "Maya" });
  const { name } = await db.workspace.findUniqueOrThrow({
    where: { id: first.thread.workspaceId },
  });
  expect(view.workspace).toBe(name);
  expect(view.expiresAt).toBe(share.expiresAt);
  expect(view.steps[0]).toMatchObject({ instruction: SHARED_PROMPT, parentId: null, by: "Maya" });
  expect(view.steps[1]).toMatchObject({
    instruction: "Make the lamp red",
    parentId: first.turn.id,
    baseImageId: first.image.id,
    imageIds: [second.image.id],
    referenceIds: [],
  });
  expect(view.steps[2]?.underWay).toBe(1);
  expect(view.images[1]).toMatchObject({ id: second.image.id, parentId: first.image.id });
  expect(view.others).toEqual([]);
  for (const { id } of view.images) {
    for (const variant of ["256", "512", "1440"]) {
      expect((await requestImage(token, id, variant)).status).toBe(200);
    }
  }
  expect((await requestImage(token, reference.id)).status).toBe(404);
});

test("an image shows what it was refined from, and nothing else of its thread", async () => {
  const { first, second, reference } = await makeSharedThread(maya);
  const third = await addPaintedTurn(maya, first.thread.id, { prompt: "Another" });
  const { token } = await makeShare(maya, { target: { kind: "image", id: second.image.id } });
  const view = await readShare(token);
  expect(view.images.map(({ id }) => id)).toEqual([second.image.id]);
  expect(view.others.map(({ id }) => id)).toEqual([first.image.id]);
  expect((await requestImage(token, first.image.id)).status).toBe(200);
  for (const other of [third.image.id, reference.id]) {
    expect((await requestImage(token, other)).status).toBe(404);
  }
});

test("a password guards every route, is asked by POST, and is throttled", async () => {
  const { first } = await makeSharedThread(maya);
  const target = { kind: "image", id: first.image.id };
  const { share: made, token } = await makeShare(maya, {
    target,
    preset: "hand_over",
    password: "harbour light",
  });
  for (const answer of [
    await requestData(token),
    await requestImage(token, first.image.id),
    await requestZip(token),
  ]) {
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain("password_needed");
  }
  expect((await enterPassword(token, "harbour lamp")).status).toBe(403);
  const opened = await enterPassword(token, "harbour light");
  const cookie = opened.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(new RegExp(`; Path=/s/${token}; HttpOnly; SameSite=Lax`));
  const headers = { cookie: cookie.split(";")[0] ?? "" };
  expect((await requestData(token, headers)).status).toBe(200);
  expect((await requestImage(token, first.image.id, "512", { headers })).status).toBe(200);
  // The cookie of one share does not open another one.
  const other = await makeShare(maya, { target, password: "harbour light" });
  expect((await requestData(other.token, headers)).status).toBe(401);
  await change(made, { password: "another light" });
  expect((await requestData(token, headers)).status).toBe(401);
  let refused = 0;
  for (let guess = 0; guess < 12; guess += 1) {
    if ((await enterPassword(token, `guess ${guess}`)).status === 429) refused += 1;
  }
  expect(refused).toBeGreaterThan(0);
  expect((await enterPassword(token, "another light")).status).toBe(429);
});

test("an audience admits signed-in people, or members alone", async () => {
  const { first } = await makeSharedThread(maya);
  const target = { kind: "image", id: first.image.id };
  const stranger = { cookie: await cookieOf(await makeActor("Stan")) };
  const member = { cookie: await cookieOf(owner) };
  const statuses = async (audience: string) => {
    const { token } = await makeShare(maya, { target, audience });
    const answers = [
      await requestData(token),
      await requestData(token, stranger),
      await requestData(token, member),
    ];
    expect((await requestImage(token, first.image.id)).status).toBe(answers[0]?.status);
    return answers.map(({ status }) => status);
  };
  expect(await statuses("anyone")).toEqual([200, 200, 200]);
  expect(await statuses("signed_in")).toEqual([401, 200, 200]);
  expect(await statuses("members")).toEqual([401, 404, 200]);
});

test("a share opens only its own images, whatever ids a request joins", async () => {
  const [one, two] = [await makeSharedThread(maya), await makeSharedThread(maya)];
  const a = await makeShare(maya, { target: { kind: "thread", id: one.first.thread.id } });
  const b = await makeShare(maya, { target: { kind: "selection", ids: [two.first.image.id] } });
  expect((await requestImage(a.token, two.first.image.id)).status).toBe(404);
  expect((await requestImage(b.token, two.second.image.id)).status).toBe(404);
  expect((await requestImage(b.token, two.first.image.id)).status).toBe(200);
  expect((await requestImage(b.token, "nonsense")).status).toBe(404);
  expect((await requestImage(b.token, two.first.image.id, "w512")).status).toBe(404);
});

test("a collection shows what its creator may see, in the order by hand, and follows it", async () => {
  const [one, two] = [await makeImage(maya), await makeImage(maya, "#335577")];
  const fair = await createCollection(maya, {
    name: "Fair",
    description: "Of boats",
    access: "add",
  });
  const add = (id: string) =>
    addToCollection(maya, { collectionId: fair.id, imageIds: [brandId(id)] });
  await add(two.id);
  const foreign = await makeImage(owner, "#993311");
  await db.collectionImage.create({
    data: { collectionId: fair.id, imageId: foreign.id, position: 9_999_999 },
  });
  const { share: made, token } = await makeShare(maya, {
    target: { kind: "collection", id: fair.id },
  });
  const idsNow = async () => (await readShare(token)).images.map(({ id }) => id);
  expect(await readShare(token)).toMatchObject({ title: "Fair", description: "Of boats" });
  expect(await idsNow()).toEqual([two.id]);
  expect((await requestImage(token, foreign.id)).status).toBe(404);
  await add(one.id);
  expect(await idsNow()).toEqual([two.id, one.id]);

  await change(made, { mode: "snapshot" });
  const three = await makeImage(maya, "#118833");
  await add(three.id);
  expect(await idsNow()).toEqual([two.id, one.id]);
  expect((await requestImage(token, three.id)).status).toBe(404);
  await updateSnapshot(maya, made.id, shareDeps);
  expect(await idsNow()).toEqual([two.id, one.id, three.id]);
  await db.image.update({ where: { id: two.id }, data: { deletedAt: new Date() } });
  expect(await idsNow()).toEqual([one.id, three.id]);
});

test("a snapshot of a path stays as it was while the thread goes on", async () => {
  const { first, second } = await makeSharedThread(maya);
  const target = { kind: "thread", id: first.thread.id, path: first.turn.id };
  const live = await makeShare(maya, { target });
  const snap = await makeShare(maya, { target, mode: "snapshot" });
  const third = await addPaintedTurn(maya, first.thread.id, { prompt: "Go on" });
  const data = { parentTurnId: second.turn.id, baseImageId: second.image.id };
  await db.turn.update({ where: { id: third.turn.id }, data });
  await db.thread.update({ where: { id: first.thread.id }, data: { title: "Renamed" } });
  expect((await readShare(live.token)).steps).toHaveLength(3);
  const kept = await readShare(snap.token);
  expect(kept).toMatchObject({ title: "Secret lamp", isLive: false });
  expect(kept.steps).toHaveLength(2);
  expect((await requestImage(snap.token, third.image.id)).status).toBe(404);
  await db.thread.update({ where: { id: first.thread.id }, data: { deletedAt: new Date() } });
  expect((await requestData(snap.token)).status).toBe(404);
});
test("a private thread's share ends for its colleague-made link once it is hidden from its maker", async () => {
  const made = await makePaintedThread(owner, { visibility: "workspace" });
  const { token } = await makeShare(maya, { target: { kind: "thread", id: made.thread.id } });
  expect((await requestData(token)).status).toBe(200);
  await db.thread.update({ where: { id: made.thread.id }, data: { visibility: "private" } });
  await db.image.update({ where: { id: made.image.id }, data: { audienceId: owner.userId } });
  expect((await requestData(token)).status).toBe(404);
  expect((await requestImage(token, made.image.id)).status).toBe(404);
});

test("opening a page is counted and logged without the visitor's address", async () => {
  const { first } = await makeSharedThread(maya);
  const { share: made, token } = await makeShare(maya, {
    target: { kind: "image", id: first.image.id },
  });
  const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  for (const address of ["192.0.2.7", "192.0.2.7", "192.0.2.8"]) {
    const headers = new Headers({ "x-pentimento-peer": address, "user-agent": firefox });
    await openShare(token, headers, shareDeps);
  }
  const view = await loadShare(maya, made.id, shareDeps);
  expect(view.openings).toBe(3);
  expect(view.lastOpenedAt).not.toBeNull();
  const { visits } = await listVisits(maya, { shareId: made.id });
  expect(visits.map(({ browser }) => browser)).toEqual(["Firefox", "Firefox", "Firefox"]);
  expect(new Set(visits.map(({ visitor }) => visitor)).size).toBe(2);
  expect(JSON.stringify(visits)).not.toContain("192.0.2");
});

test("the preview card shows an open link, and is generic and the same for all others", async () => {
  const { first } = await makeSharedThread(maya);
  const target = { kind: "image", id: first.image.id };
  const cardOf = async (token: string) => {
    const request = visit(`${token}/card`);
    const response = await getCard(request, { params: Promise.resolve({ token }) });
    const bytes = await buffer(response.body ?? new ReadableStream());
    return { status: response.status, bytes };
  };
  const open = await makeShare(maya, { target });
  const shown = await cardOf(open.token);
  expect(await sharp(shown.bytes).metadata()).toMatchObject({ width: 1_200, height: 630 });
  expect(shown.bytes.length).toBeLessThan(300_000);
  const generic = await cardOf("x".repeat(32));
  expect(generic.bytes.equals(shown.bytes)).toBe(false);
  const locked = await makeShare(maya, { target, password: "harbour light" });
  const members = await makeShare(maya, { target, audience: "members" });
  await revokeShare(maya, open.share.id, shareDeps);
  for (const { token } of [locked, members, open]) {
    expect(await cardOf(token)).toEqual(generic);
  }
});
