import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { makeActor } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { waitForLock } from "@/scripts/testing/wait-for-lock";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { ROLES, type RoleName } from "@/lib/contracts/permissions";
import type { InviteCreateBody } from "@/lib/contracts/workspaces";
import type { Actor } from "@/lib/server/auth/actor";
import { findTokenActor } from "@/lib/server/auth/access-tokens";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db, inTransaction } from "@/lib/server/db";
import { acceptInvite } from "@/lib/server/domain/invites/accept";
import { createInvite, revokeInvite } from "@/lib/server/domain/invites/commands";
import { listInvites, lookAtInvite } from "@/lib/server/domain/invites/queries";
import { signUpByInvite } from "@/lib/server/domain/invites/sign-up";
import { mailedForm } from "@/lib/server/domain/invites/token";
import { changeRole, handOver, removeMember } from "@/lib/server/domain/members/commands";
import { createOwnToken } from "@/lib/server/domain/tokens/commands";
import { lockWorkspace } from "@/lib/server/domain/workspaces/lock";

vi.setConfig({ testTimeout: 15_000 });

let team: WorkspaceId;
let owner: Actor;
beforeEach(async () => {
  ({ id: team, owner } = await makeTeam());
});
afterAll(closeDatabase);

const BY_LINK: InviteCreateBody = { role: "member", email: null, usesMax: 1, hours: 72 };
const invite = (by: Actor = owner, body: Partial<InviteCreateBody> = {}) =>
  createInvite(by, { workspaceId: team, ...BY_LINK, ...body }, { clock: systemClock });
const outcome = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "yes",
    (error) => error.code,
  );
const roleOf = async ({ userId }: Pick<Actor, "userId">): Promise<RoleName | null> => {
  const where = { userId_workspaceId: { userId, workspaceId: team } };
  return (await db.membership.findUnique({ where }))?.role ?? null;
};
const actsOf = async (actorId: string) =>
  (await db.auditEntry.findMany({ where: { actorId } })).map(({ act }) => act).toSorted();
const VISITOR = { peer: { address: "203.0.113.7", isDirectLoopback: false }, userAgent: "test" };
const signUp = (token: string, email: string) =>
  signUpByInvite({ token, name: "Nia", email, password: "a quiet harbour" }, VISITOR);

test("an invite shows what it offers, and gives its role once", async () => {
  const { token } = await invite();
  expect(await lookAtInvite(token)).toMatchObject({
    workspaceName: "Atelier",
    role: "member",
    inviterName: "Olive",
    email: null,
  });
  const guest = await makeActor("Guest");
  expect(await acceptInvite(guest, token)).toBe(team);
  expect(await roleOf(guest)).toBe("member");
  expect(await actsOf(guest.userId)).toEqual(["invite.used", "member.added"]);
  expect(await outcome(acceptInvite(await makeActor(), token))).toBe("invite_void");
  expect(await outcome(lookAtInvite(token))).toBe("invite_void");
});

test("inviting needs the right to manage and a role not above the inviter's own", async () => {
  const table: Record<string, string[]> = {};
  for (const role of ROLES) {
    const by = await addMember(team, role);
    table[role] = await Promise.all(ROLES.map((given) => outcome(invite(by, { role: given }))));
  }
  expect(table).toEqual({
    viewer: ["forbidden", "forbidden", "forbidden", "forbidden"],
    member: ["forbidden", "forbidden", "forbidden", "forbidden"],
    admin: ["yes", "yes", "yes", "forbidden"],
    owner: ["yes", "yes", "yes", "yes"],
  });
  const person = await makeActor();
  expect(
    await outcome(createInvite(person, { ...BY_LINK, workspaceId: team }, { clock: systemClock })),
  ).toBe("not_found");
  const own = createInvite(
    person,
    { ...BY_LINK, workspaceId: person.workspaceId },
    { clock: systemClock },
  );
  expect(await outcome(own)).toBe("personal_workspace");
});

/** The owner acting through an access token that expires in `expiresInDays` (null: never). */
async function ownersProgram(expiresInDays: 7 | null): Promise<Actor> {
  const scopes = ["admin"] as const;
  const body = { name: "t", workspaceId: team, scopes: [...scopes], expiresInDays };
  const { token } = await createOwnToken(owner, body, { clock: systemClock });
  const program = await findTokenActor(`Bearer ${token}`, null);
  if (program === null) throw new Error("a new token must be valid");
  return program;
}

test("an access token cannot make anyone an owner", async () => {
  const program = await ownersProgram(null);
  const outcomes = ROLES.map((role) => outcome(invite(program, { role })));
  expect(await Promise.all(outcomes)).toEqual(["yes", "yes", "yes", "not_for_tokens"]);
  const member = await addMember(team, "member");
  const raise = changeRole(program, { workspaceId: team, userId: member.userId, role: "owner" });
  expect(await outcome(raise)).toBe("not_for_tokens");
  expect(await outcome(handOver(program, { workspaceId: team, userId: member.userId }))).toBe(
    "not_for_tokens",
  );
  expect(await roleOf(member)).toBe("member");
});

test("an access token's invite is void once the token is revoked or has expired", async () => {
  const program = await ownersProgram(7);
  const refused = await invite(program, { hours: 8 * 24 }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "invalid_field", extra: { field: "hours" } });
  const { token } = await invite(program, { hours: 6 * 24 });
  expect(await lookAtInvite(token)).toMatchObject({ role: "member" });

  const where = { id: program.token?.id ?? "" };
  const listed = async () => (await listInvites(owner, team)).invites.length;
  expect(await listed()).toBe(1);
  for (const data of [{ revokedAt: new Date() }, { revokedAt: null, expiresAt: new Date(0) }]) {
    await db.accessToken.update({ where, data });
    expect(await outcome(lookAtInvite(token))).toBe("invite_void");
    expect(await outcome(acceptInvite(await makeActor(), token))).toBe("invite_void");
    expect(await outcome(signUp(token, `${crypto.randomUUID()}@example.org`))).toBe("invite_void");
    expect(await listed()).toBe(0);
  }
  await db.accessToken.update({ where, data: { expiresAt: null } });
  expect(await outcome(acceptInvite(await makeActor(), token))).toBe("yes");
});

test("stores only the token's hash", async () => {
  const { token } = await invite(owner, { email: "nia@example.org" });
  const rows = await db.$queryRaw<{ text: string }[]>`SELECT i::text AS text FROM "Invite" i`;
  const lines = await db.$queryRaw<{ text: string }[]>`SELECT a::text AS text FROM "AuditEntry" a`;
  const events = await db.$queryRaw<{ text: string }[]>`SELECT e::text AS text FROM "Event" e`;
  const dump = JSON.stringify([rows, lines, events]);
  expect(dump).toContain("nia@example.org");
  expect(dump).not.toContain(token);
});

test("expired, revoked and unknown invites all answer invite_void", async () => {
  const guest = await makeActor();
  const late = await invite();
  await db.invite.update({ where: { id: late.invite.id }, data: { expiresAt: new Date(0) } });
  const revoked = await invite();
  await revokeInvite(owner, { workspaceId: team, inviteId: revoked.invite.id });
  for (const token of [late.token, revoked.token, "nonsense", `${late.token}.x`]) {
    expect(await outcome(lookAtInvite(token))).toBe("invite_void");
    expect(await outcome(acceptInvite(guest, token))).toBe("invite_void");
    expect(await outcome(signUp(token, "late@example.org"))).toBe("invite_void");
  }
  expect((await listInvites(owner, team)).invites).toEqual([]);
  expect(await roleOf(guest)).toBeNull();
});

test("revoking an invite of another workspace answers not_found", async () => {
  const other = await makeTeam("Other");
  const { invite: foreign } = await invite();
  expect(
    await outcome(revokeInvite(other.owner, { workspaceId: other.id, inviteId: foreign.id })),
  ).toBe("not_found");
  expect(
    await outcome(revokeInvite(other.owner, { workspaceId: team, inviteId: foreign.id })),
  ).toBe("not_found");
});

test("of many concurrent attempts at the last use, one succeeds", async () => {
  const { token } = await invite(owner, { usesMax: 2 });
  const guests = await Promise.all(Array.from({ length: 8 }, () => makeActor()));
  const table = await Promise.all(guests.map((guest) => outcome(acceptInvite(guest, token))));
  expect(table.filter((answer) => answer === "yes")).toHaveLength(2);
  expect(table.filter((answer) => answer === "invite_void")).toHaveLength(6);
  expect(await db.membership.count({ where: { workspaceId: team } })).toBe(3);
});

test("one person who accepts twice at once uses the invite once", async () => {
  const { token, invite: created } = await invite(owner, { usesMax: 5 });
  const guest = await makeActor();
  const table = await Promise.all([1, 2, 3].map(() => outcome(acceptInvite(guest, token))));
  expect(table).toEqual(["yes", "yes", "yes"]);
  expect((await db.invite.findUniqueOrThrow({ where: { id: created.id } })).uses).toBe(1);
});

test("accepting as a member neither raises nor lowers the role", async () => {
  const { token, invite: created } = await invite(owner, { role: "admin" });
  const viewer = await addMember(team, "viewer");
  await acceptInvite(viewer, token);
  await acceptInvite(owner, token);
  expect([await roleOf(viewer), await roleOf(owner)]).toEqual(["viewer", "owner"]);
  expect((await db.invite.findUniqueOrThrow({ where: { id: created.id } })).uses).toBe(0);
});

test("an invite bound to an address accepts that address alone, in any spelling", async () => {
  const guest = await makeActor();
  const { token } = await invite(owner, { email: guest.email.toUpperCase() });
  expect(await outcome(acceptInvite(await makeActor(), token))).toBe("wrong_invitee");
  expect(await outcome(acceptInvite(guest, token))).toBe("yes");
  expect(await outcome(invite(owner, { email: "a@example.org", usesMax: 2 }))).toBe(
    "invalid_field",
  );
});

test("an invite gives nothing that its inviter may no longer give", async () => {
  const acts: ((admin: Actor) => Promise<unknown>)[] = [
    (admin) => changeRole(owner, { workspaceId: team, userId: admin.userId, role: "member" }),
    (admin) => removeMember(owner, { workspaceId: team, userId: admin.userId }),
    ({ userId }) => db.user.update({ where: { id: userId }, data: { suspendedAt: new Date() } }),
    // Bypasses the commands, which revoke invites, to test the check at the time of use.
    ({ userId }) => db.membership.updateMany({ where: { userId }, data: { role: "viewer" } }),
    ({ userId }) => db.membership.deleteMany({ where: { userId, workspaceId: team } }),
  ];
  for (const act of acts) {
    const admin = await addMember(team, "admin");
    const { token } = await invite(admin, { role: "viewer" });
    await act(admin);
    expect(await outcome(acceptInvite(await makeActor(), token))).toBe("invite_void");
  }
  const second = await addMember(team, "owner");
  const { token } = await invite(second, { role: "owner" });
  const lesser = await invite(second, { role: "admin" });
  await changeRole(owner, { workspaceId: team, userId: second.userId, role: "admin" });
  expect(await outcome(acceptInvite(await makeActor(), token))).toBe("invite_void");
  expect(await outcome(acceptInvite(await makeActor(), lesser.token))).toBe("yes");
});

test("an invite whose inviter is demoted while it waits for the workspace's lock gives nothing", async () => {
  const admin = await addMember(team, "admin");
  const { token } = await invite(admin);
  const guest = await makeActor();
  let accepting = Promise.resolve("");
  await inTransaction(async (tx) => {
    await lockWorkspace(tx, team);
    accepting = outcome(acceptInvite(guest, token));
    await waitForLock();
    await tx.membership.updateMany({
      where: { userId: admin.userId, workspaceId: team },
      data: { role: "viewer" },
    });
  });
  expect(await accepting).toBe("invite_void");
  expect(await roleOf(guest)).toBeNull();
});

test("signing up by invite creates account, membership and session in one transaction", async () => {
  const { token } = await invite(owner, { role: "viewer" });
  const { session, workspaceId } = await signUp(token, "Nia@Example.org");
  const nia = await db.user.findUniqueOrThrow({ where: { email: "nia@example.org" } });
  expect(workspaceId).toBe(team);
  expect(session.userId).toBe(nia.id);
  expect(nia.emailVerifiedAt).toBeNull();
  expect(await actsOf(nia.id)).toEqual([
    "account.created",
    "account.signed_in",
    "invite.used",
    "member.added",
  ]);
  const memberships = await db.membership.findMany({ where: { userId: nia.id } });
  expect(memberships.map(({ role }) => role).toSorted()).toEqual(["owner", "viewer"]);
});

test("of two sign-ups with the last use, the second creates no account", async () => {
  const { token } = await invite();
  const emails = ["first@example.org", "second@example.org"];
  const table = await Promise.all(emails.map((email) => outcome(signUp(token, email))));
  expect(table.toSorted()).toEqual(["invite_void", "yes"]);
  expect(await db.user.count({ where: { email: { in: emails } } })).toBe(1);
});

test("refuses an address that already has an account, without using up the invite", async () => {
  const { token, invite: created } = await invite();
  expect(await outcome(signUp(token, owner.email))).toBe("email_taken");
  expect((await db.invite.findUniqueOrThrow({ where: { id: created.id } })).uses).toBe(0);
});

test("a bound invite refuses other addresses; only the mailed token verifies its own", async () => {
  const shown = await invite(owner, { email: "shown@example.org" });
  const mailed = await invite(owner, { email: "mailed@example.org" });
  for (const token of [shown.token, mailedForm(mailed.token)]) {
    expect(await outcome(signUp(token, "another@example.org"))).toBe("wrong_invitee");
  }
  await signUp(shown.token, "Shown@example.org");
  await signUp(mailedForm(mailed.token), "mailed@example.org");
  const verified = async (email: string) =>
    (await db.user.findUniqueOrThrow({ where: { email } })).emailVerifiedAt !== null;
  expect(await verified("shown@example.org")).toBe(false);
  expect(await verified("mailed@example.org")).toBe(true);
  expect(await db.user.count({ where: { email: "another@example.org" } })).toBe(0);
});
