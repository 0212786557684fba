import { beforeAll, beforeEach, expect, test } from "vitest";
import { findTokenActor, makeToken } from "@/lib/server/auth/access-tokens";
import type { Actor } from "@/lib/server/auth/actor";
import type { SessionToken } from "@/lib/server/auth/cookie";
import { findActor, openSession } from "@/lib/server/auth/sessions";
import { systemClock } from "@/lib/server/clock";
import { db, inTransaction } from "@/lib/server/db";
import { findLink, makeLink } from "@/lib/server/domain/accounts/links";
import { changePerson, createPerson, listPeople } from "@/lib/server/domain/instance/people";
import { setInstanceOwner, setSuspended } from "@/lib/server/domain/instance/suspend";
import { markReceived, markSent } from "@/lib/server/domain/generations/transitions";
import { receivedFacts, sentFacts } from "@/lib/server/domain/generations/transitions.fixtures";
import { claimNext } from "@/lib/server/domain/queue/claim";
import { createTurn } from "@/lib/server/domain/turns/create";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeActor } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

let owner: Actor;
let eve: Actor;

beforeAll(prepareQueue);

beforeEach(async () => {
  await db.user.updateMany({ data: { isInstanceOwner: false } });
  owner = await makeOwner("Olga");
  eve = await makeActor("Eve");
});

async function makeOwner(name: string): Promise<Actor> {
  const actor = await makeActor(name);
  await db.user.update({ where: { id: actor.userId }, data: { isInstanceOwner: true } });
  return { ...actor, isInstanceOwner: true };
}

function signIn(actor: Actor): Promise<SessionToken> {
  return inTransaction(async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: actor.userId } });
    return openSession(user, "a browser", tx);
  });
}

async function createToken(actor: Actor): Promise<string> {
  const { token, tokenHash, ending } = makeToken();
  const { userId, workspaceId } = actor;
  await db.accessToken.create({
    data: { userId, workspaceId, name: "script", tokenHash, ending, scopes: ["read"] },
  });
  return `Bearer ${token}`;
}

const auditOf = async (actor: Actor) =>
  (await db.auditEntry.findMany({ where: { targetId: actor.userId }, orderBy: { id: "asc" } })).map(
    ({ act, actorName, workspaceId }) => ({ act, actorName, workspaceId }),
  );

test("suspending ends sessions, tokens and links; restoring brings back the tokens and requires a new sign-in", async () => {
  const session = await signIn(eve);
  const token = await createToken(eve);
  const link = await inTransaction((tx) => makeLink(tx, "reset_password", eve));
  expect(await findActor(session)).not.toBeNull();
  expect(await findTokenActor(token, null)).not.toBeNull();

  const person = await changePerson(owner, { userId: eve.userId, isSuspended: true });
  expect(person.suspendedAt).not.toBeNull();
  expect(await findActor(session)).toBeNull();
  expect(await findTokenActor(token, null)).toBeNull();
  await expect(findLink("reset_password", link.token)).rejects.toMatchObject({
    code: "link_invalid",
  });

  await changePerson(owner, { userId: eve.userId, isSuspended: false });
  expect(await findActor(session)).toBeNull();
  expect(await findTokenActor(token, null)).not.toBeNull();
  expect(await findActor(await signIn(eve))).not.toBeNull();
  expect(await auditOf(eve)).toEqual([
    { act: "account.suspended", actorName: "Olga", workspaceId: null },
    { act: "account.restored", actorName: "Olga", workspaceId: null },
  ]);
});

test("repeating a change does nothing and is not audited", async () => {
  await setSuspended("command line", { userId: eve.userId, isSuspended: false });
  await setSuspended("command line", { userId: eve.userId, isSuspended: true });
  await setSuspended("command line", { userId: eve.userId, isSuspended: true });
  expect(await auditOf(eve)).toEqual([
    { act: "account.suspended", actorName: "command line", workspaceId: null },
  ]);
});

test("a suspended user's sent generation is received and their queued one is still claimed", async () => {
  const under = (await createTurn(eve, turnBody(), { clock: systemClock })).turn.generations[0];
  const lease = (await claimNext(10)).find((it) => it.generationId === under?.id);
  if (lease === undefined) throw new Error("could not claim");
  await markSent(lease, new Date(), { ...sentFacts(), upstream: "sandbox" });
  const waiting = (await createTurn(eve, turnBody(), { clock: systemClock })).turn.generations[0];
  await setSuspended(owner, { userId: eve.userId, isSuspended: true });
  expect(await markReceived(lease, receivedFacts())).toBe(true);
  expect((await claimNext(10)).map((it) => it.generationId)).toContain(waiting?.id);
});

test("an owner can suspend neither themselves nor the last owner", async () => {
  await expect(
    setSuspended(owner, { userId: owner.userId, isSuspended: true }),
  ).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(
    setSuspended("command line", { userId: owner.userId, isSuspended: true }),
  ).rejects.toMatchObject({
    code: "last_instance_owner",
  });
  await expect(
    setInstanceOwner(owner, { userId: owner.userId, isOwner: false }),
  ).rejects.toMatchObject({
    code: "last_instance_owner",
  });
  expect(await auditOf(owner)).toEqual([]);
});

test("a suspended owner does not count as a remaining owner", async () => {
  const second = await makeOwner("Pia");
  await setSuspended(owner, { userId: second.userId, isSuspended: true });
  await expect(
    setInstanceOwner(owner, { userId: owner.userId, isOwner: false }),
  ).rejects.toMatchObject({
    code: "last_instance_owner",
  });
  await setInstanceOwner(owner, { userId: eve.userId, isOwner: true });
  await setInstanceOwner(owner, { userId: owner.userId, isOwner: false });
  expect((await auditOf(eve)).map(({ act }) => act)).toEqual(["account.owner_made"]);
  expect((await auditOf(owner)).map(({ act }) => act)).toEqual(["account.owner_unmade"]);
});

test("a suspended user cannot become an owner", async () => {
  await setSuspended(owner, { userId: eve.userId, isSuspended: true });
  await expect(
    setInstanceOwner(owner, { userId: eve.userId, isOwner: true }),
  ).rejects.toMatchObject({
    code: "conflict",
  });
});

test("when two owners withdraw each other's ownership at once, one remains", async () => {
  const second = await makeOwner("Pia");
  const outcomes = await Promise.allSettled([
    setInstanceOwner(owner, { userId: second.userId, isOwner: false }),
    setInstanceOwner(second, { userId: owner.userId, isOwner: false }),
  ]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await db.user.count({ where: { isInstanceOwner: true } })).toBe(1);
});

test("answers not_found to everyone but instance owners", async () => {
  const gone = { code: "not_found" };
  await expect(listPeople(eve, {})).rejects.toMatchObject(gone);
  await expect(
    changePerson(eve, { userId: owner.userId, isSuspended: true }),
  ).rejects.toMatchObject(gone);
  await expect(createPerson(eve, { name: "X", email: "x@example.org" })).rejects.toMatchObject(
    gone,
  );
  await expect(
    changePerson(owner, { userId: "0190a0a0-0000-7000-8000-000000000000", isSuspended: true }),
  ).rejects.toMatchObject(gone);
});

test("finds people by name, e-mail and state, with their workspaces and last use", async () => {
  await db.membership.create({
    data: { userId: eve.userId, workspaceId: owner.workspaceId, role: "viewer" },
  });
  await signIn(eve);
  const byEmail = await listPeople(owner, { query: eve.email.slice(0, 20).toUpperCase() });
  expect(byEmail.people).toHaveLength(1);
  expect(byEmail.people[0]).toMatchObject({
    name: "Eve",
    suspendedAt: null,
    lastUsedAt: expect.any(String),
    workspaces: [
      { name: "Eve's workspace", kind: "personal", role: "owner" },
      { name: "Olga's workspace", kind: "personal", role: "viewer" },
    ],
  });
  expect(Object.keys(byEmail.people[0] ?? {})).not.toContain("passwordHash");
  await setSuspended(owner, { userId: eve.userId, isSuspended: true });
  const idsOf = async (state: "active" | "suspended") =>
    (await listPeople(owner, { state })).people.map(({ id }) => id);
  expect(await idsOf("suspended")).toContain(eve.userId);
  expect(await idsOf("active")).not.toContain(eve.userId);
});

test("pages through people without duplicates", async () => {
  const mark = `mark-${owner.userId}`;
  await db.user.createMany({
    data: Array.from({ length: 60 }, (_, n) => ({ name: mark, email: `${n}-${mark}@example.org` })),
  });
  const first = await listPeople(owner, { query: mark });
  const second = await listPeople(owner, { query: mark, cursor: first.nextCursor ?? undefined });
  expect([first.people.length, second.people.length, second.nextCursor]).toEqual([50, 10, null]);
  expect(new Set([...first.people, ...second.people].map(({ id }) => id)).size).toBe(60);
});

test("an account created by an owner has no password but a link to choose one", async () => {
  const email = `${owner.userId}-new@example.org`;
  const { person, link } = await createPerson(owner, { name: "Nia", email });
  expect(person).toMatchObject({ name: "Nia", email, isInstanceOwner: false });
  const token = link.path.split("#")[1] ?? "";
  expect(await findLink("reset_password", token)).toMatchObject({ userId: person.id });
  const stored = await db.user.findUniqueOrThrow({ where: { id: person.id } });
  expect(stored.passwordHash).toBeNull();
  await expect(createPerson(owner, { name: "Nia", email })).rejects.toMatchObject({
    code: "email_taken",
  });
});
