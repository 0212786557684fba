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

const bodyFor = (actor: Actor, name = "CI") => ({
  name,
  workspaceId: actor.workspaceId,
  scopes: ["read" as const, "generate" as const],
  expiresInDays: 30 as const,
});

const bearer = (token: string) => findTokenActor(`Bearer ${token}`, "203.0.113.9");

test("a token acts as its user in its workspace with its scopes; only its hash is stored", async () => {
  const { token, view } = await createOwnToken(ada, bodyFor(ada), { clock: systemClock });
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

test("a revoked token is rejected, and cannot be revoked again", async () => {
  const { token, view } = await createOwnToken(ada, bodyFor(ada, "short"), { clock: systemClock });
  await revokeOwnToken(ada, view.id, { clock: systemClock });
  expect(await bearer(token)).toBeNull();
  await expect(revokeOwnToken(ada, view.id, { clock: systemClock })).rejects.toThrow("not_found");
  const { tokens } = await listTokens(ada, { clock: systemClock });
  expect(tokens.map(({ id }) => id)).not.toContain(view.id);
});

test("another user's token is neither listed nor revocable", async () => {
  const { token, view } = await createOwnToken(ada, bodyFor(ada, "hers"), { clock: systemClock });
  await expect(revokeOwnToken(bo, view.id, { clock: systemClock })).rejects.toThrow("not_found");
  expect(await bearer(token)).not.toBeNull();
  expect((await listTokens(bo, { clock: systemClock })).tokens).toEqual([]);
});

test("no token for a workspace without membership, neither by the API nor by the command line", async () => {
  await expect(createOwnToken(bo, bodyFor(ada), { clock: systemClock })).rejects.toThrow(
    "not_found",
  );
  const foreign = { ...bodyFor(ada), userId: bo.userId, expiresAt: null };
  await expect(
    inTransaction((tx) => createToken(tx, "command line", foreign, { clock: systemClock })),
  ).rejects.toThrow("not_found");
});

test("an expired token is rejected and listed as expired", async () => {
  const longAgo: Clock = { now: () => new Date(Date.now() - 31 * 24 * 60 * 60 * 1000) };
  const { token, view } = await createOwnToken(ada, bodyFor(ada, "old"), { clock: longAgo });
  expect(await bearer(token)).toBeNull();
  const { tokens } = await listTokens(ada, { clock: systemClock });
  expect(tokens.find(({ id }) => id === view.id)?.isExpired).toBe(true);
});

test("a suspended user's token is rejected", async () => {
  const cleo = await makeActor("Cleo");
  const { token } = await createOwnToken(cleo, bodyFor(cleo), { clock: systemClock });
  await db.user.update({ where: { id: cleo.userId }, data: { suspendedAt: new Date() } });
  expect(await bearer(token)).toBeNull();
});

test("a token cannot do more than its user's role allows", async () => {
  const dee = await makeActor("Dee");
  const { token } = await createOwnToken(dee, bodyFor(dee), { clock: systemClock });
  await db.membership.updateMany({ where: { userId: dee.userId }, data: { role: "viewer" } });
  const program = await bearer(token);
  if (program === null) throw new Error("a viewer's token must be valid");
  expect(() => authorizeWorkspace(program, "write")).toThrow("forbidden");
  await db.membership.deleteMany({ where: { userId: dee.userId } });
  expect(await bearer(token)).toBeNull();
});

test("creating and revoking are audited, without the token", async () => {
  const { token, view } = await createOwnToken(ada, bodyFor(ada, "audited"), {
    clock: systemClock,
  });
  await revokeOwnToken(ada, view.id, { clock: systemClock });
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

test("the number of tokens per user is limited", async () => {
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
  await expect(createOwnToken(eve, bodyFor(eve), { clock: systemClock })).rejects.toThrow(
    "too_many_tokens",
  );
});
