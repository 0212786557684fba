import { beforeAll, describe, expect, test } from "vitest";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { TOKEN_SCOPES, type TokenScopeName } from "@/lib/contracts/permissions";
import { admitToken } from "@/lib/server/auth/admit-token";
import { findTokenActor } from "@/lib/server/auth/access-tokens";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { retryJob } from "@/lib/server/domain/instance/job-commands";
import { changePerson } from "@/lib/server/domain/instance/people";
import { removeKey, setKey } from "@/lib/server/domain/keys/commands";
import { createOwnToken, revokeOwnToken } from "@/lib/server/domain/tokens/commands";
import { listTokens } from "@/lib/server/domain/tokens/queries";
import { testKey } from "@/lib/server/domain/turns/test-key";
import { startCheck } from "@/lib/server/domain/upstream/commands";
import { makeActor } from "@/scripts/testing/studio";
import { addMember, makeTeam, standingIn } from "@/scripts/testing/team";

/**
 * A token reaches its workspace; one of the personal workspace also reaches the person's account and, for instance
 * owners, the instance.
 */

const KEY = "sk-0123456789abcdef";

let team: WorkspaceId;
let owner: Actor;

beforeAll(async () => {
  ({ id: team, owner } = await makeTeam());
  await db.user.update({ where: { id: owner.userId }, data: { isInstanceOwner: true } });
});

async function tokenActorOf(
  person: Actor,
  workspaceId: WorkspaceId,
  scopes: readonly TokenScopeName[] = TOKEN_SCOPES,
): Promise<Actor> {
  const body = { name: "t", workspaceId, scopes: [...scopes], expiresInDays: 30 as const };
  const { token } = await createOwnToken(person, body, { clock: systemClock });
  const program = await findTokenActor(`Bearer ${token}`, null);
  if (program === null) throw new Error("a new token must be valid");
  return program;
}

const personalWorkspaceOf = ({ roles }: Actor): WorkspaceId => {
  const id = [...roles.keys()].find((one) => one !== team);
  if (id === undefined) throw new Error("every account has a personal workspace");
  return id;
};

describe("an instance owner's token", () => {
  test("acts as instance owner if it is for the personal workspace, not for a team", async () => {
    expect(await tokenActorOf(owner, personalWorkspaceOf(owner))).toMatchObject({
      isInstanceOwner: true,
    });
    const ofTeam = await tokenActorOf(owner, team);
    expect(ofTeam).toMatchObject({ isInstanceOwner: false, token: { isPersonal: false } });
    expect(() => admitToken(ofTeam, { scope: "admin", reach: "person" })).toThrow(
      "personal_token_needed",
    );
  });

  test("cannot make anyone an instance owner, which would outlive the token", async () => {
    const program = await tokenActorOf(owner, personalWorkspaceOf(owner));
    const mo = await addMember(team, "member");
    const change = changePerson(program, { userId: mo.userId, isInstanceOwner: true });
    await expect(change).rejects.toThrow("not_for_tokens");
    const row = await db.user.findUniqueOrThrow({ where: { id: mo.userId } });
    expect(row.isInstanceOwner).toBe(false);
  });

  test("needs the generate scope for everything that costs money", async () => {
    const program = await tokenActorOf(owner, personalWorkspaceOf(owner), [
      "read",
      "share",
      "admin",
    ]);
    const again = async () =>
      retryJob(
        program,
        { generationId: crypto.randomUUID(), mayPayAgain: true },
        { clock: systemClock },
      );
    await expect(again()).rejects.toThrow("wrong_scope");
    const probes = [{ model: "gpt-image-2-vip", probe: "picture" as const }];
    const check = startCheck(program, { probes, agreedMicroUsd: 30_000 }, { clock: systemClock });
    await expect(check).rejects.toThrow("wrong_scope");
    await setKey(program, { holder: "member", key: KEY });
    const picture = {
      model: "gpt-image-2-vip",
      agreedMicroUsd: 30_000,
      idempotencyKey: crypto.randomUUID(),
    };
    const trial = testKey(program, { holder: "member", picture }, { clock: systemClock });
    await expect(trial).rejects.toThrow("wrong_scope");
  });
});

test("a team's token cannot set the person's own key, which pays in every workspace", async () => {
  const mo = await addMember(team, "admin");
  const ofTeam = await tokenActorOf(standingIn(mo, team, "admin"), team);
  await expect(setKey(ofTeam, { holder: "member", key: KEY })).rejects.toThrow(
    "personal_token_needed",
  );
  expect(await setKey(ofTeam, { holder: "workspace", key: KEY })).toMatchObject({
    workspace: { ending: "cdef" },
  });
  await removeKey(ofTeam, "workspace");
  const own = await tokenActorOf(mo, personalWorkspaceOf(mo));
  expect(await setKey(own, { holder: "member", key: KEY })).toMatchObject({
    member: { ending: "cdef" },
  });
});

test("a token lists and revokes only tokens of its workspace, itself included", async () => {
  const mo = await addMember(team, "admin");
  const [ofTeam, own] = [
    await tokenActorOf(mo, team),
    await tokenActorOf(mo, personalWorkspaceOf(mo)),
  ];
  const listed = await listTokens(ofTeam, { clock: systemClock });
  expect(listed.tokens.map(({ id }) => id)).toEqual([ofTeam.token?.id]);
  const others = revokeOwnToken(ofTeam, own.token?.id ?? "", { clock: systemClock });
  await expect(others).rejects.toThrow("not_found");
  await revokeOwnToken(ofTeam, ofTeam.token?.id ?? "", { clock: systemClock });
  expect((await listTokens(ofTeam, { clock: systemClock })).tokens).toEqual([]);
});

test("account operations refuse every token", async () => {
  const mo = await makeActor("Mo");
  const program = await tokenActorOf(mo, mo.workspaceId);
  expect(() => admitToken(program, { scope: null })).toThrow("not_for_tokens");
  expect(() => admitToken(mo, { scope: null })).not.toThrow();
});
