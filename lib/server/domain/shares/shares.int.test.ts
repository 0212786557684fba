import { beforeAll, beforeEach, expect, test } from "vitest";
import type { ImageId, ThreadId, TurnId } from "@/lib/contracts/ids";
import { shareCreateBody, shareUpdateBody } from "@/lib/contracts/shares";
import type { Actor } from "@/lib/server/auth/actor";
import { hashShareToken } from "@/lib/server/auth/share-tokens";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { createCollection } from "@/lib/server/domain/collections/commands";
import {
  renewAddress,
  revokeAllShares,
  revokeShare,
  updateShare,
  updateSnapshot,
} from "@/lib/server/domain/shares/commands";
import { createShare } from "@/lib/server/domain/shares/create";
import { setSharePolicy } from "@/lib/server/domain/shares/policy";
import { listBadges, listShares, loadShare } from "@/lib/server/domain/shares/queries";
import { makeImage } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { makePaintedThread } from "@/scripts/testing/thread";

const now = new Date("2026-11-30T12:00:00Z");
const deps = { clock: { now: () => now }, origin: "https://studio.example.org" };
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();

let owner: Actor;
let maya: Actor;
let viewer: Actor;
let imageId: ImageId;

beforeAll(async () => {
  const team = await makeTeam();
  owner = team.owner;
  maya = await addMember(team.id, "member", "Maya");
  viewer = await addMember(team.id, "viewer", "Vi");
});
beforeEach(async () => {
  const { id } = await makeImage(maya);
  imageId = brandId(id);
  await db.share.deleteMany({ where: { workspaceId: maya.workspaceId } });
  await setSharePolicy(owner, {
    workspaceId: maya.workspaceId,
    who: "everyone",
    maxDays: null,
    passwordRequired: false,
    publicAllowed: true,
  });
});

const share = (actor: Actor, body: object) =>
  createShare(
    actor,
    shareCreateBody.parse({ target: { kind: "image", id: imageId }, ...body }),
    deps,
  );
const change = (actor: Actor, shareId: string, body: object) =>
  updateShare(actor, { ...shareUpdateBody.parse(body), shareId: brandId(shareId) }, deps);

test("a new share ends in 30 days, follows its preset, and its creator can copy the address again", async () => {
  const { share: made, url } = await share(maya, { preset: "hand_over" });
  expect(made).toMatchObject({
    state: "active",
    origin: "studio",
    expiresAt: inDays(30),
    downloads: "originals",
    audience: "anyone",
    shows: { prompts: true, references: false, settings: false, names: true },
    url,
  });
  const token = url.replace("https://studio.example.org/s/", "");
  expect(Buffer.from(token, "base64url").length).toBeGreaterThanOrEqual(16);
  const row = await db.share.findUniqueOrThrow({ where: { id: made.id } });
  expect(row.tokenHash).toBe(hashShareToken(token));
  expect(Buffer.from(row.sealedToken).includes(token)).toBe(false);
  expect((await loadShare(maya, made.id, deps)).url).toBe(url);
  // An admin sees that it is there, not its address.
  expect(await loadShare(owner, made.id, deps)).toMatchObject({ id: made.id, url: null });
  const colleague = await addMember(maya.workspaceId, "member");
  await expect(loadShare(colleague, made.id, deps)).rejects.toThrow("not_found");
  await expect(revokeShare(colleague, made.id, deps)).rejects.toThrow("not_found");
});

test("only what the actor may see can be shared, and a viewer shares nothing", async () => {
  const foreign = await makeTeam("Elsewhere");
  const others = await makeImage(foreign.owner);
  const privates = await makePaintedThread(owner, { visibility: "private" });
  const refused = [
    { kind: "image", id: others.id },
    { kind: "image", id: privates.image.id },
    { kind: "selection", ids: [imageId, others.id] },
    { kind: "selection", ids: [imageId, privates.image.id] },
    { kind: "thread", id: privates.thread.id },
  ];
  for (const target of refused) {
    await expect(share(maya, { target }), JSON.stringify(target)).rejects.toThrow("not_found");
  }
  const shown = await makePaintedThread(maya, { visibility: "workspace" });
  const other = await makePaintedThread(maya, { visibility: "workspace" });
  const path = { kind: "thread", id: shown.thread.id, path: other.turn.id };
  await expect(share(maya, { target: path })).rejects.toThrow("not_found");
  await expect(share(viewer, {})).rejects.toThrow("forbidden");
  const fair = await createCollection(owner, { name: "Fair", description: "", access: "add" });
  const collection = { kind: "collection", id: fair.id };
  await expect(share(maya, { target: collection })).rejects.toThrow("forbidden");
  expect((await share(owner, { target: collection })).share.title).toBe("Fair");
});

test("revoking ends one share or all, is recorded, and cannot be undone", async () => {
  const [one, two] = [await share(maya, {}), await share(maya, {})];
  await revokeShare(maya, one.share.id, deps);
  expect((await loadShare(maya, one.share.id, deps)).state).toBe("revoked");
  await expect(change(maya, one.share.id, { expiresAt: null })).rejects.toThrow("conflict");
  expect(await revokeAllShares(maya, deps)).toEqual({ count: 1 });
  expect((await loadShare(maya, two.share.id, deps)).state).toBe("revoked");
  const acts = await db.auditEntry.findMany({
    where: { act: "share.revoked", targetId: { in: [one.share.id, two.share.id] } },
  });
  expect(acts).toHaveLength(2);
});

test("a new address keeps the settings", async () => {
  const before = await share(maya, { preset: "review", password: "harbour light" });
  const after = await renewAddress(maya, before.share.id, deps);
  expect(after.url).not.toBe(before.url);
  expect({ ...after, url: "" }).toEqual({ ...before.share, url: "" });
});

test("the policy refuses new shares and acts on existing ones", async () => {
  const { workspaceId } = maya;
  const open = await share(maya, { expiresAt: null });
  const locked = await share(maya, { password: "harbour light", audience: "members" });
  const stateOf = async (id: string) => (await loadShare(maya, brandId(id), deps)).state;

  await setSharePolicy(owner, { workspaceId, maxDays: 7 });
  expect((await loadShare(maya, open.share.id, deps)).expiresAt).toBe(inDays(7));
  expect((await share(maya, {})).share.expiresAt).toBe(inDays(7));
  for (const expiresAt of [null, inDays(8)]) {
    await expect(share(maya, { expiresAt })).rejects.toThrow("share_not_allowed");
    await expect(change(maya, open.share.id, { expiresAt })).rejects.toThrow("share_not_allowed");
  }

  await setSharePolicy(owner, { workspaceId, passwordRequired: true });
  await expect(share(maya, {})).rejects.toThrow("share_not_allowed");
  expect(await stateOf(open.share.id)).toBe("blocked");
  expect(await stateOf(locked.share.id)).toBe("active");
  await expect(change(maya, locked.share.id, { password: null })).rejects.toThrow("not_allowed");

  await setSharePolicy(owner, { workspaceId, passwordRequired: false, publicAllowed: false });
  expect(await stateOf(open.share.id)).toBe("blocked");
  expect((await share(maya, {})).share.audience).toBe("members");
  await expect(share(maya, { audience: "anyone" })).rejects.toThrow("share_not_allowed");

  await setSharePolicy(owner, { workspaceId, publicAllowed: true, who: "admins" });
  expect(await stateOf(open.share.id)).toBe("blocked");
  await expect(share(maya, {})).rejects.toThrow("share_not_allowed");
  await setSharePolicy(owner, { workspaceId, who: "everyone", maxDays: null });
  expect(await stateOf(open.share.id)).toBe("active");
  await expect(setSharePolicy(maya, { workspaceId, maxDays: 9 })).rejects.toThrow("forbidden");
});

test("a share is blocked while its creator may not share, and gone while its target is", async () => {
  const made = await share(maya, {});
  const where = { userId_workspaceId: { userId: maya.userId, workspaceId: maya.workspaceId } };
  const stateNow = async () => (await loadShare(owner, made.share.id, deps)).state;
  await db.membership.update({ where, data: { role: "viewer" } });
  expect(await stateNow()).toBe("blocked");
  await db.membership.update({ where, data: { role: "member" } });
  expect(await stateNow()).toBe("active");
  await db.image.update({ where: { id: imageId }, data: { deletedAt: now } });
  expect(await stateNow()).toBe("gone");
});

test("admins list everyone's shares without the titles of private threads; badges show what the reader may see", async () => {
  const made = await makePaintedThread(maya, { visibility: "private", title: "Secret fair" });
  const target = { kind: "thread", id: made.thread.id };
  await share(maya, { target });
  await share(maya, {});
  await db.image.update({ where: { id: imageId }, data: { audienceId: null } });
  expect((await listShares(maya, {}, deps)).shares.map(({ title }) => title)).toEqual([
    "colour",
    "Secret fair",
  ]);
  const all = await listShares(owner, { all: "true" }, deps);
  expect(all.shares.map(({ title }) => title)).toEqual(["colour", null]);
  expect((await listShares(owner, {}, deps)).shares).toEqual([]);
  await expect(listShares(maya, { all: "true" }, deps)).rejects.toThrow("forbidden");
  const threadId = brandId<ThreadId>(made.thread.id);
  expect((await listShares(maya, { threadId }, deps)).shares).toHaveLength(1);
  expect((await listShares(maya, { imageId }, deps)).shares).toHaveLength(1);
  expect(await listBadges(viewer, deps)).toEqual({
    imageIds: [imageId],
    threadIds: [],
    collectionIds: [],
  });
  expect((await listBadges(maya, deps)).threadIds).toEqual([made.thread.id]);
});

test("a snapshot is kept until it is updated, and can become live", async () => {
  const made = await makePaintedThread(maya, { visibility: "workspace" });
  const target = { kind: "thread", id: made.thread.id, path: brandId<TurnId>(made.turn.id) };
  const { share: snap } = await share(maya, { target, mode: "snapshot" });
  expect(snap).toMatchObject({ mode: "snapshot", snapshotAt: now.toISOString() });
  const later = { ...deps, clock: { now: () => new Date(now.getTime() + 1_000) } };
  const updated = await updateSnapshot(maya, snap.id, later);
  expect(updated).toMatchObject({ url: snap.url, snapshotAt: "2026-11-30T12:00:01.000Z" });
  expect(await change(maya, snap.id, { mode: "live" })).toMatchObject({
    mode: "live",
    snapshotAt: null,
  });
});

test("an expiry in the past is refused, and can be changed later", async () => {
  await expect(share(maya, { expiresAt: inDays(-1) })).rejects.toThrow("invalid_field");
  const { share: made } = await share(maya, { expiresAt: inDays(1) });
  const later = { ...deps, clock: { now: () => new Date(now.getTime() + 2 * 86_400_000) } };
  expect((await loadShare(maya, made.id, later)).state).toBe("expired");
  await change(maya, made.id, { expiresAt: inDays(3) });
  expect((await loadShare(maya, made.id, later)).state).toBe("active");
});
