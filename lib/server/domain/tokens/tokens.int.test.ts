import { afterAll, beforeAll, expect, test } from "vitest";
import { TOKENS_MAX } from "@/lib/contracts/token-choices";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import { findTokenActor } from "@/lib/server/auth/access-tokens";
import type { Actor } from "@/lib/server/auth/actor";
import { type Clock, systemClock } from "@/lib/server/clock";
import { closeDatabase, db, inTransaction } from "@/lib/server/db";
import { createOwnToken, createToken, revokeOwnToken } from "@/lib/server/domain/tokens/commands";
import { listTokens } from "@/lib/server/domain/tokens/queries";
import { makeActor } from "@/scripts/testing/studio";

let ada: Actor;
let bo: Actor;

beforeAll(async () => {
  ada = await makeActor("Ada");
  bo = await makeActor("Bo");
});
afterAll(closeDatabase);

const wish = (actor: Actor, name = "CI") => ({
  name,
  workspaceId: actor.workspaceId,
  scopes: ["read" as const, "generate" as const],
  expiresInDays: 30 as const,
});

const bearer = (token: string) => findTokenActor(`Bearer ${token}`, "203.0.113.9");

test("a token stands for its person in its workspace, with its scopes, and only its hash is kept", async () => {
  const { token, view } = await createOwnToken(ada, systemClock, wish(ada));
  expect(await bearer(token)).toMatchObject({
    userId: ada.userId,
    workspaceId: ada.workspaceId,
    sessionId: null,
    token: { id: view.id, scopes: ["read", "generate"] },
    address: "203.0.113.9",
  });
  const row = await db.accessToken.findUniqueOrThrow({ where: { id: view.id } });
  expect(JSON.stringify(row)).not.toContain(token.slice(4, -4));
  expect(token.endsWith(view.ending)).toBe(true);
  expect(row.lastUsedAt).not.toBeNull();
});

test("a revoked token opens nothing, and is revoked once", async () => {
  const { token, view } = await createOwnToken(ada, systemClock, wish(ada, "short"));
  await revokeOwnToken(ada, systemClock, view.id);
  expect(await bearer(token)).toBeNull();
  await expect(revokeOwnToken(ada, systemClock, view.id)).rejects.toThrow("not_found");
  const { tokens } = await listTokens(ada, systemClock);
  expect(tokens.map(({ id }) => id)).not.toContain(view.id);
});

test("somebody else's token cannot be revoked or seen", async () => {
  const { token, view } = await createOwnToken(ada, systemClock, wish(ada, "hers"));
  await expect(revokeOwnToken(bo, systemClock, view.id)).rejects.toThrow("not_found");
  expect(await bearer(token)).not.toBeNull();
  expect((await listTokens(bo, systemClock)).tokens).toEqual([]);
});

test("there is no token for a workspace that one is not in, by the page or by the command line", async () => {
  await expect(createOwnToken(bo, systemClock, wish(ada))).rejects.toThrow("not_found");
  const foreign = { ...wish(ada), userId: bo.userId, expiresAt: null };
  await expect(inTransaction((tx) => createToken(tx, "command line", foreign))).rejects.toThrow(
    "not_found",
  );
});

test("a token that has run out opens nothing and says so", async () => {
  const longAgo: Clock = { now: () => new Date(Date.now() - 31 * 24 * 60 * 60 * 1000) };
  const { token, view } = await createOwnToken(ada, longAgo, wish(ada, "old"));
  expect(await bearer(token)).toBeNull();
  const { tokens } = await listTokens(ada, systemClock);
  expect(tokens.find(({ id }) => id === view.id)?.isExpired).toBe(true);
});

test("nothing of a suspended person opens anything", async () => {
  const cleo = await makeActor("Cleo");
  const { token } = await createOwnToken(cleo, systemClock, wish(cleo));
  await db.user.update({ where: { id: cleo.userId }, data: { suspendedAt: new Date() } });
  expect(await bearer(token)).toBeNull();
});

test("whatever its scopes, a token may do no more than its person's role", async () => {
  const dee = await makeActor("Dee");
  const { token } = await createOwnToken(dee, systemClock, wish(dee));
  await db.membership.updateMany({ where: { userId: dee.userId }, data: { role: "viewer" } });
  const program = await bearer(token);
  if (program === null) throw new Error("a viewer's token is good");
  expect(() => authorizeWorkspace(program, "write")).toThrow("forbidden");
  await db.membership.deleteMany({ where: { userId: dee.userId } });
  expect(await bearer(token)).toBeNull();
});

test("both acts are in the audit log, without the token", async () => {
  const { token, view } = await createOwnToken(ada, systemClock, wish(ada, "audited"));
  await revokeOwnToken(ada, systemClock, view.id);
  const entries = await db.auditEntry.findMany({
    where: { targetId: view.id },
    orderBy: { createdAt: "asc" },
  });
  expect(entries.map(({ act, actorId }) => [act, actorId])).toEqual([
    ["token.created", ada.userId],
    ["token.revoked", ada.userId],
  ]);
  expect(JSON.stringify(entries)).not.toContain(token);
});

test("there is an end to how many one may have", async () => {
  const eve = await makeActor("Eve");
  await db.accessToken.createMany({
    data: Array.from({ length: TOKENS_MAX }, (_, index) => ({
      userId: eve.userId,
      workspaceId: eve.workspaceId,
      name: "many",
      tokenHash: `hash ${index}`,
      ending: "many",
      scopes: [],
    })),
  });
  await expect(createOwnToken(eve, systemClock, wish(eve))).rejects.toThrow("too_many_tokens");
});
