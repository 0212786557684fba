import { randomUUID } from "node:crypto";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { makeToken } from "@/lib/server/auth/access-tokens";
import type { Actor } from "@/lib/server/auth/actor";
import { sessionCookie } from "@/lib/server/auth/cookie";
import { hashPassword } from "@/lib/server/auth/passwords";
import { openSession } from "@/lib/server/auth/sessions";
import { TOKEN_SCOPES, type RoleName, type TokenScopeName } from "@/lib/contracts/permissions";
import { WORKSPACE_HEADER } from "@/lib/contracts/workspace-choice";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { makeActors } from "../testing/studio";
import { makePaintedThread } from "../testing/thread";

/**
 * Everybody who may knock. Tokens are the admin's, so that it is the scope that decides and not the role: of each scope for
 * the team, and of all for their own workspace. The last is the instance owner's, of all scopes for their own workspace too.
 */
export const CALLERS = [
  "nobody",
  "stranger",
  "intruder",
  "viewer",
  "member",
  "admin",
  "owner",
  "suspended",
  "instance",
  "token:read",
  "token:generate",
  "token:share",
  "token:admin",
  "token:elsewhere",
  "token:instance",
] as const;
export type Caller = (typeof CALLERS)[number];

export const PASSWORD = "a lamp in the third window";

export const HOST = "localhost:3000";
export const LOCAL = { host: HOST, "x-pentimento-peer": "127.0.0.1", origin: `http://${HOST}` };

/** A team with one person of each role, people who are not of it, and what they have made. */
export type World = {
  team: string;
  /** By role in the team; `member` made what is in it. */
  people: Record<RoleName | "stranger" | "suspended" | "instance", Actor>;
  /** The stranger's team, of which nobody else is. */
  elsewhere: string;
  /** Headers that make a request somebody's, with a session of their own each time. */
  headersOf(caller: Caller): Promise<Record<string, string>>;
};

const passwordHash = hashPassword(PASSWORD);

const TEAM = ["viewer", "member", "admin", "owner", "suspended"] as const;

/** Some tests make hundreds of worlds, so each is made in few queries. */
export async function makeWorld(): Promise<World> {
  const everyone = [...TEAM, "stranger", "instance"] as const;
  const actors = await makeActors(everyone, await passwordHash);
  const actorOf = (name: (typeof everyone)[number]) => {
    const actor = actors[everyone.indexOf(name)];
    if (actor === undefined) throw new Error(`nobody was made for ${name}`);
    return actor;
  };
  const [team = "", elsewhere = ""] = (
    await db.workspace.createManyAndReturn({
      data: ["Team", "Elsewhere"].map((name) => ({ name, kind: "team" as const })),
      select: { id: true },
    })
  ).map(({ id }) => id);
  const ofTeam = TEAM.map((name) => ({
    userId: actorOf(name).userId,
    workspaceId: team,
    role: name === "suspended" ? ("admin" as const) : name,
  }));
  const ofStranger = { userId: actorOf("stranger").userId, workspaceId: elsewhere };
  await db.membership.createMany({ data: [...ofTeam, { ...ofStranger, role: "owner" }] });
  const people = {
    viewer: standingIn(actorOf("viewer"), team, "viewer"),
    member: standingIn(actorOf("member"), team, "member"),
    admin: standingIn(actorOf("admin"), team, "admin"),
    owner: standingIn(actorOf("owner"), team, "owner"),
    suspended: standingIn(actorOf("suspended"), team, "admin"),
    stranger: standingIn(actorOf("stranger"), elsewhere, "owner"),
    instance: actorOf("instance"),
  };
  await db.user.update({
    where: { id: people.suspended.userId },
    data: { suspendedAt: new Date() },
  });
  await db.user.update({
    where: { id: people.instance.userId },
    data: { isInstanceOwner: true },
  });
  const tokens = new Map<Caller, string>();
  for (const scope of TOKEN_SCOPES) {
    tokens.set(`token:${scope}`, (await makeTokenOf(people.admin, team, [scope])).token);
  }
  const ownPlace = [...people.admin.roles.keys()].find((id) => id !== team);
  tokens.set(
    "token:elsewhere",
    (await makeTokenOf(people.admin, ownPlace ?? "", TOKEN_SCOPES)).token,
  );
  const ownOfInstance = people.instance.workspaceId;
  tokens.set(
    "token:instance",
    (await makeTokenOf(people.instance, ownOfInstance, TOKEN_SCOPES)).token,
  );
  return {
    team,
    people,
    elsewhere,
    async headersOf(caller): Promise<Record<string, string>> {
      const token = tokens.get(caller);
      if (token !== undefined) return { authorization: `Bearer ${token}` };
      if (caller === "nobody") return {};
      const person = personBehind(people, caller);
      const session = await openSession({ id: person.userId, sessionVersion: 0 }, "");
      const cookie = (await sessionCookie(new Headers(LOCAL), session)).split(";")[0] ?? "";
      // A stranger stands at home; an intruder is one who names the team's workspace.
      const names: Record<string, string> =
        caller === "stranger" || caller === "instance" ? {} : { [WORKSPACE_HEADER]: team };
      return { cookie, ...names };
    },
  };
}

export function personBehind(people: World["people"], caller: Caller): Actor {
  if (caller === "intruder") return people.stranger;
  if (caller === "token:instance") return people.instance;
  if (caller.startsWith("token:") || caller === "nobody") return people.admin;
  return people[caller as keyof World["people"]];
}

function standingIn(actor: Actor, workspace: string, role: RoleName): Actor {
  const workspaceId = brandId<WorkspaceId>(workspace);
  return { ...actor, workspaceId, role, roles: new Map([...actor.roles, [workspaceId, role]]) };
}

export async function makeTokenOf(
  person: Actor,
  workspaceId: string,
  scopes: readonly TokenScopeName[],
): Promise<{ id: string; token: string }> {
  const { token, tokenHash, ending } = makeToken();
  const { id } = await db.accessToken.create({
    data: {
      userId: person.userId,
      workspaceId,
      name: "t",
      tokenHash,
      ending,
      scopes: [...scopes],
    },
  });
  return { id, token };
}

/** Whose thing is named: the team's, of which the caller may be; another workspace's; one that is gone; none at all. */
export const PLACES = ["own", "foreign", "deleted", "missing"] as const;
export type Place = (typeof PLACES)[number];

/** One thread with a turn, its generation and its picture: `place` says whose, or whether it is there at all. */
export async function makeThings(world: World, place: Place) {
  if (place === "missing") {
    const id = () => randomUUID();
    return { threadId: id(), turnId: id(), generationId: id(), imageId: id() };
  }
  const maker = place === "foreign" ? world.people.stranger : world.people.member;
  const made = await makePaintedThread(maker, { visibility: "workspace" });
  if (place === "deleted") {
    await db.thread.update({ where: { id: made.thread.id }, data: { deletedAt: new Date() } });
    await db.image.update({ where: { id: made.image.id }, data: { deletedAt: new Date() } });
  }
  return {
    threadId: made.thread.id,
    turnId: made.turn.id,
    generationId: made.generation.id,
    imageId: made.image.id,
  };
}

/** Everything that a refused request might have changed, as one number; when somebody was last seen does not count. */
export async function digest(): Promise<string> {
  const tables = [
    ...["User", "Workspace", "Membership", "Thread", "Turn", "Reference", "Generation", "Image"],
    ...["Invite", "UpstreamKey", "UpstreamFindings", "AuditEntry", "Event", "OneTimeLink"],
    ...["AccessToken", "Login", "UpstreamLimit"],
  ];
  const sums = tables.map(
    (table) =>
      `(SELECT coalesce(md5(string_agg(line, '|' ORDER BY line)), 'empty')
        FROM (SELECT (to_jsonb(t) - 'lastUsedAt')::text AS line FROM "${table}" t) AS lines)`,
  );
  const [row] = await db.$queryRawUnsafe<{ sum: string }[]>(
    `SELECT concat_ws(' ', ${sums.join(", ")}) AS sum`,
  );
  return row?.sum ?? "";
}
