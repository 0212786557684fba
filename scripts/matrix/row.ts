import { randomUUID } from "node:crypto";
import { hashToken, makeToken } from "@/lib/server/auth/access-tokens";
import type { Actor } from "@/lib/server/auth/actor";
import { db, inTransaction } from "@/lib/server/db";
import { removePerson } from "@/lib/server/domain/deletion/former-member";
import { makeActor } from "../testing/studio";
import { turnBody } from "../testing/turn-body";
import { type Caller, makeThings, personBehind, type Target, type World } from "./world";

export type Call = {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  bytes?: Uint8Array<ArrayBuffer>;
};

/** `caller` is the principal that is about to call, for things that belong to it. */
type Make = (world: World, target: Target, caller: Caller) => Promise<Call> | Call;

/** What an operation acts on; the rest follows from the permission table. */
export type Row = {
  /**
   * `anyone`: needs no account. `self`: the caller's own things, open to every signed-in caller. `selected`:
   * something of the selected workspace. `object`: a thing named by id. `instance`: only for the instance owner.
   */
  about: "anyone" | "self" | "selected" | "object" | "instance";
  /**
   * For `object`: targets that are found in addition to the team's own, such as a deleted thread for `restore`. For
   * all others: marks that the operation names a thing by id, and lists the targets where it is found.
   */
  finds?: readonly Target[];
  /** Likewise, but found only by their creator and by those who manage the workspace; others get `not_found`. */
  curatorsFind?: readonly Target[];
  /** Statuses besides success that show that the caller was authorized: the thing's state does not allow the call. */
  also?: readonly number[];
  make: Make;
};

export const nothing: Make = () => ({});
export const things =
  (of: (ids: Awaited<ReturnType<typeof makeThings>>, world: World) => Call): Make =>
  async (world, target) =>
    of(await makeThings(world, target), world);

export const self = (make: Make = nothing, also?: number[]): Row => ({ about: "self", make, also });
export const selected = (make: Make = nothing, also?: number[]): Row => ({
  about: "selected",
  make,
  also,
});
export const anyone = (make: Make, also: number[] = []): Row => ({ about: "anyone", make, also });
export const instance = (
  make: Make = nothing,
  also?: number[],
  finds?: readonly Target[],
): Row => ({
  about: "instance",
  make,
  also,
  finds,
});
export const object = (make: Make, more: Partial<Row> = {}): Row => ({
  about: "object",
  make,
  ...more,
});

/** Workspaces are deleted at once, so a deleted one is the same as a missing one. */
export function workspaceIdOf(world: World, target: Target): string {
  if (target === "own") return world.team;
  return target === "foreign" ? world.elsewhere : randomUUID();
}

export const ofWorkspace =
  (more: (world: World, target: Target) => Call = () => ({})): Make =>
  (world, target) => {
    const { params, ...rest } = more(world, target);
    return { params: { workspaceId: workspaceIdOf(world, target), ...params }, ...rest };
  };

/** A member of the workspace that the caller uses: a stranger, the instance owner and some tokens use their own. */
export async function personOf(world: World, target: Target, caller: Caller): Promise<string> {
  if (target === "missing") return randomUUID();
  if (target === "deleted") return makeFormerMember();
  if (target === "foreign") return otherThan(world, caller).userId;
  const isElsewhere = ["stranger", "instance", "token:elsewhere", "token:instance"].includes(
    caller,
  );
  return isElsewhere ? personBehind(world.people, caller).userId : world.people.member.userId;
}

/** A person who shares no workspace with the caller. */
export const otherThan = ({ people }: World, caller: Caller): Actor =>
  people[caller === "stranger" || caller === "intruder" ? "member" : "stranger"];

/** The anonymous row that is kept for a deleted account, because its work refers to it. */
async function makeFormerMember(): Promise<string> {
  const { userId, workspaceId } = await makeActor("gone");
  const { settings } = turnBody();
  await db.thread.create({ data: { workspaceId, createdById: userId, title: "Stays", settings } });
  await inTransaction((tx) => removePerson(tx, userId));
  return userId;
}

/** A thing that belongs to the caller, created for the person that `target` selects; `end` deletes it. */
export const ofCaller =
  (
    key: string,
    make: (person: Actor, world: World, caller: Caller) => Promise<string>,
    end: (id: string) => Promise<unknown>,
  ): Make =>
  async (world, target, caller) => {
    if (target === "missing") return { params: { [key]: randomUUID() } };
    const whose =
      target === "foreign" ? otherThan(world, caller) : personBehind(world.people, caller);
    const id = await make(whose, world, caller);
    if (target === "deleted") await end(id);
    return { params: { [key]: id } };
  };

/** The workspace of a person's token, chosen so that the caller's own token reaches it. */
export function tokenWorkspace(person: Actor, { team }: World, caller: Caller): string {
  const own = [...person.roles.keys()].find((id) => id !== team);
  return caller === "token:elsewhere" ? (own ?? "") : person.workspaceId;
}

/** A member of the named workspace. */
export const memberOf = (world: World, target: Target): string =>
  world.people[target === "own" ? "viewer" : "stranger"].userId;

export const limits = { dayMicroUsd: null, monthMicroUsd: 5_000_000 };
export const email = () => `${randomUUID()}@example.org`;
export const oneTime = () => makeToken().token;

/** The smallest image that sharp reads: one red pixel. */
export const pixel = Uint8Array.from(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
    "base64",
  ),
);

export async function makeInvite(world: World, target: Target): Promise<string> {
  if (target === "missing" || target === "deleted") return randomUUID();
  const { id } = await db.invite.create({
    data: {
      workspaceId: workspaceIdOf(world, target),
      role: "viewer",
      tokenHash: hashToken(makeToken().token),
      createdById: world.people[target === "own" ? "owner" : "stranger"].userId,
      expiresAt: new Date(Date.now() + 3_600_000),
    },
  });
  return id;
}
