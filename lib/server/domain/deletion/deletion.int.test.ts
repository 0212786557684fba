import { afterAll, beforeEach, expect, test } from "vitest";
import type { DeletionBody, DeletionChoice } from "@/lib/contracts/account-deletion";
import type { WorkspaceId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { hashPassword } from "@/lib/server/auth/passwords";
import { closeDatabase, db } from "@/lib/server/db";
import { deleteAccount } from "@/lib/server/domain/deletion/delete-account";
import { FORMER_MEMBER } from "@/lib/server/domain/deletion/former-member";
import { loadDeletionPlan } from "@/lib/server/domain/deletion/plan";
import { makeActor, makeImage } from "@/scripts/testing/studio";
import { addMember, makeTeam, standingIn } from "@/scripts/testing/team";
import { addPaintedTurn, makePaintedThread } from "@/scripts/testing/thread";

const PASSWORD = "lighthouse keeper";
let passwordHash: string;
let team: WorkspaceId;
let owner: Actor;
let me: Actor;

beforeEach(async () => {
  passwordHash ??= await hashPassword(PASSWORD);
  ({ id: team, owner } = await makeTeam());
  me = await addMember(team, "member", "Me");
  await db.user.update({ where: { id: me.userId }, data: { passwordHash } });
});
afterAll(closeDatabase);

const remove = (actor: Actor, choices: DeletionChoice[], change: Partial<DeletionBody> = {}) =>
  deleteAccount(actor, {
    currentPassword: PASSWORD,
    confirmation: actor.email,
    choices,
    ...change,
  }).then(
    () => "done",
    (error) => error.code ?? String(error),
  );
const leave = (): DeletionChoice => ({ workspaceId: team, threads: "leave" });
const giveTo = (actor: Actor): DeletionChoice => ({
  workspaceId: team,
  threads: "hand_over",
  to: actor.userId,
});
const atHome = (actor: Actor): Actor => {
  const home = [...actor.roles.keys()].find((id) => id !== team);
  if (home === undefined) throw new Error("nobody is without a workspace of their own");
  return standingIn(actor, home, "owner");
};
const exists = async (threadId: string) => (await db.thread.count({ where: { id: threadId } })) > 0;

test("personal workspace and private threads are deleted, visible threads stay with a former member", async () => {
  const home = await makePaintedThread(atHome(me));
  const hidden = await makePaintedThread(me, { visibility: "private" });
  const shown = await makePaintedThread(me, { visibility: "workspace" });
  const trashed = await makePaintedThread(me, { visibility: "workspace" });
  await db.thread.update({ where: { id: trashed.thread.id }, data: { deletedAt: new Date() } });
  const others = await makePaintedThread(owner, { visibility: "workspace" });
  await addPaintedTurn(me, others.thread.id);

  expect(await remove(me, [leave()])).toBe("done");

  for (const gone of [home, hidden, trashed]) expect(await exists(gone.thread.id)).toBe(false);
  for (const stays of [shown, others]) expect(await exists(stays.thread.id)).toBe(true);
  expect(await db.workspace.count({ where: { id: home.thread.workspaceId } })).toBe(0);
  expect(await db.image.count({ where: { id: hidden.image.id } })).toBe(0);
  const row = await db.user.findUniqueOrThrow({
    where: { id: me.userId },
    include: { memberships: true, sessions: true, accessTokens: true },
  });
  expect(row).toMatchObject({
    name: FORMER_MEMBER,
    passwordHash: null,
    avatarSha256: null,
    isInstanceOwner: false,
    memberships: [],
    sessions: [],
    accessTokens: [],
  });
  expect(row.suspendedAt).not.toBeNull();
  expect(row.email).not.toContain("@");
});

test("private collections, marks and acts go with their person; shared collections stay", async () => {
  const shown = await makePaintedThread(me, { visibility: "workspace" });
  const own = { workspaceId: team, createdById: me.userId };
  const imageId = shown.image.id;
  await db.collection.create({ data: { ...own, name: "Mine" } });
  const images = { create: { imageId, position: 1, addedById: me.userId } };
  await db.collection.create({ data: { ...own, name: "Ours", access: "look", images } });
  await db.favourite.create({ data: { userId: me.userId, imageId, workspaceId: team } });
  await db.bulkAct.create({ data: { ...own, action: "favourite" } });
  await db.download.create({ data: own });
  await db.import.create({ data: { ...own, name: "Boats" } });
  expect(await remove(me, [leave()])).toBe("done");
  const left = await db.collection.findMany({
    where: { workspaceId: team },
    include: { createdBy: true, images: true },
  });
  expect(left).toMatchObject([
    { name: "Ours", createdBy: { name: FORMER_MEMBER }, images: [{ imageId }] },
  ]);
  expect(await db.favourite.count({ where: { userId: me.userId } })).toBe(0);
  expect(await db.bulkAct.count({ where: own })).toBe(0);
  expect(await db.download.count({ where: own })).toBe(0);
  expect(await db.import.count({ where: own })).toBe(0);
});

test("handing over moves private and visible threads to the heir and drops deleted ones", async () => {
  const hidden = await makePaintedThread(me, { visibility: "private" });
  const shown = await makePaintedThread(me, { visibility: "workspace" });
  const trashed = await makePaintedThread(me);
  await db.thread.update({ where: { id: trashed.thread.id }, data: { deletedAt: new Date() } });
  expect(await remove(me, [giveTo(owner)])).toBe("done");
  const rows = await db.thread.findMany({ where: { workspaceId: team } });
  expect(new Map(rows.map((row) => [row.id, `${row.visibility} ${row.createdById}`]))).toEqual(
    new Map([
      [hidden.thread.id, `private ${owner.userId}`],
      [shown.thread.id, `workspace ${owner.userId}`],
    ]),
  );
  expect(await db.turn.count({ where: { id: hidden.turn.id } })).toBe(1);
});

test("a user without remaining content leaves no row, and the address is free again", async () => {
  expect(await remove(me, [leave()])).toBe("done");
  expect(await db.user.count({ where: { id: me.userId } })).toBe(0);
  expect(await db.user.count({ where: { email: me.email } })).toBe(0);
});

test("a private image used by a visible turn stays with that turn, but its thread is deleted", async () => {
  const hidden = await makePaintedThread(me, { visibility: "private" });
  const shown = await makePaintedThread(me, { visibility: "workspace" });
  await db.reference.create({
    data: { turnId: shown.turn.id, position: 0, imageId: hidden.image.id },
  });
  const uploaded = await makeImage(me);
  expect(await remove(me, [leave()])).toBe("done");
  expect(await exists(hidden.thread.id)).toBe(false);
  const image = await db.image.findUniqueOrThrow({ where: { id: hidden.image.id } });
  expect(image).toMatchObject({ origin: "uploaded", generationId: null, threadId: null });
  // Unused uploads are deleted.
  expect(await db.image.count({ where: { id: uploaded.id } })).toBe(0);
});

test("the last owner must hand a workspace over first, unless there are no other members", async () => {
  await db.user.update({ where: { id: owner.userId }, data: { passwordHash } });
  const plan = await loadDeletionPlan(owner);
  expect(plan.workspaces).toMatchObject([{ id: team, fate: "hand_over_first" }]);
  expect(await remove(owner, [leave()])).toBe("last_owner");
  expect(await remove(owner, [])).toBe("last_owner");
  await db.membership.deleteMany({ where: { workspaceId: team, userId: me.userId } });
  expect((await loadDeletionPlan(owner)).workspaces).toMatchObject([{ id: team, fate: "goes" }]);
  expect(await remove(owner, [])).toBe("done");
  expect(await db.workspace.count({ where: { id: team } })).toBe(0);
});

test("the last instance owner cannot delete the account", async () => {
  await db.user.updateMany({ data: { isInstanceOwner: false } });
  await db.user.update({ where: { id: me.userId }, data: { isInstanceOwner: true } });
  expect((await loadDeletionPlan(me)).isLastInstanceOwner).toBe(true);
  expect(await remove(me, [leave()])).toBe("last_instance_owner");
  await db.user.update({ where: { id: owner.userId }, data: { isInstanceOwner: true } });
  expect(await remove(me, [leave()])).toBe("done");
});

test("deletion needs the password, the typed address, and a choice for each workspace", async () => {
  const stranger = await makeActor();
  const viewer = await addMember(team, "viewer");
  const outcomes = [
    await remove(me, [leave()], { currentPassword: "wrong" }),
    await remove(me, [leave()], { confirmation: "me" }),
    await remove(me, []),
    await remove(me, [leave(), leave()]),
    await remove(me, [giveTo(stranger)]),
    await remove(me, [giveTo(viewer)]),
    await remove(me, [giveTo(me)]),
    await remove(me, [{ workspaceId: stranger.workspaceId, threads: "leave" }]),
  ];
  expect(outcomes).toEqual([
    "wrong_credentials",
    "wrong_confirmation",
    ...Array(6).fill("conflict"),
  ]);
  const body = { currentPassword: PASSWORD, confirmation: me.email, choices: [] };
  await expect(deleteAccount(me, body)).rejects.toMatchObject({ extra: { field: "choices" } });
  expect(await db.user.count({ where: { id: me.userId, name: "Me" } })).toBe(1);
});

test("deletion answers account_busy while a generation of the account is under way", async () => {
  const { generation } = await makePaintedThread(me, { state: "queued" });
  expect(await remove(me, [leave()])).toBe("account_busy");
  await db.generation.update({ where: { id: generation.id }, data: { state: "cancelled" } });
  expect(await remove(me, [leave()])).toBe("done");
});

test("each act of a deletion is audited with the name", async () => {
  const alone = { userId: me.userId, role: "owner" } as const;
  await db.workspace.create({
    data: { name: "Lighthouse", kind: "team", memberships: { create: alone } },
  });
  await remove(me, [leave()]);
  const lines = await db.auditEntry.findMany({
    where: { actorId: me.userId },
    orderBy: { act: "asc" },
  });
  expect(lines.map(({ act, targetName }) => [act, targetName])).toEqual([
    ["account.deleted", "Me"],
    ["member.removed", "Me"],
    ["workspace.deleted", "Lighthouse"],
  ]);
});

test("of two owners who delete their accounts at once, one must hand over first", async () => {
  const second = await addMember(team, "owner", "Second");
  const ids = [owner.userId, second.userId];
  await db.user.updateMany({ where: { id: { in: ids } }, data: { passwordHash } });
  const outcomes = await Promise.all([remove(owner, [leave()]), remove(second, [leave()])]);
  expect(new Set(outcomes)).toEqual(new Set(["done", "last_owner"]));
});
