import { randomUUID } from "node:crypto";
import { hashToken, makeToken } from "@/lib/server/auth/access-tokens";
import type { Actor } from "@/lib/server/auth/actor";
import { db, inTransaction } from "@/lib/server/db";
import { removePerson } from "@/lib/server/domain/deletion/former-member";
import { makeActor } from "../testing/studio";
import { turnBody } from "../testing/turn-body";
import { type Caller, makeThings, personBehind, type Place, type World } from "./world";

export type Call = {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  bytes?: Uint8Array<ArrayBuffer>;
};

/** `caller` is whoever is about to call, for what belongs to them alone. */
type Make = (world: World, place: Place, caller: Caller) => Promise<Call> | Call;

/** What an operation asks of whoever calls it; the rest follows from the table of permissions. */
export type Row = {
  /**
   * `anyone`: no account is needed. `self`: one's own things, so whoever is in may. `standing`: something of the
   * workspace that one stands in. `object`: a thing that is named. `instance`: for whoever runs the studio.
   */
  about: "anyone" | "self" | "standing" | "object" | "instance";
  /**
   * Of a row about an `object`: named things of these places are found all the same, as a deleted thread by `restore`. Of
   * the others it says that a thing is named at all, and where it is found.
   */
  finds?: readonly Place[];
  /** An answer besides success that shows that the caller was let through: the thing's state does not allow it. */
  also?: readonly number[];
  make: Make;
};

export const nothing: Make = () => ({});
export const things =
  (of: (ids: Awaited<ReturnType<typeof makeThings>>, world: World) => Call): Make =>
  async (world, place) =>
    of(await makeThings(world, place), world);

export const self = (make: Make = nothing, also?: number[]): Row => ({ about: "self", make, also });
export const standing = (make: Make = nothing, also?: number[]): Row => ({
  about: "standing",
  make,
  also,
});
export const anyone = (make: Make, also: number[] = []): Row => ({ about: "anyone", make, also });
export const instance = (make: Make = nothing, also?: number[], finds?: readonly Place[]): Row => ({
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

/** A workspace is never half gone: what is deleted is missing. */
export function placeId(world: World, place: Place): string {
  if (place === "own") return world.team;
  return place === "foreign" ? world.elsewhere : randomUUID();
}

export const ofWorkspace =
  (more: (world: World, place: Place) => Call = () => ({})): Make =>
  (world, place) => {
    const { params, ...rest } = more(world, place);
    return { params: { workspaceId: placeId(world, place), ...params }, ...rest };
  };

/** Whoever is of the place that the caller stands in: a stranger, the instance's owner and some tokens stand in their own. */
export async function personOf(world: World, place: Place, caller: Caller): Promise<string> {
  if (place === "missing") return randomUUID();
  if (place === "deleted") return makeFormerMember();
  if (place === "foreign") return otherThan(world, caller).userId;
  const isElsewhere = ["stranger", "instance", "token:elsewhere", "token:instance"].includes(
    caller,
  );
  return isElsewhere ? personBehind(world.people, caller).userId : world.people.member.userId;
}

/** Somebody who shares no workspace with the caller. */
export const otherThan = ({ people }: World, caller: Caller): Actor =>
  people[caller === "stranger" || caller === "intruder" ? "member" : "stranger"];

/** The nameless row that stays of somebody who has gone, for the sake of what they made. */
async function makeFormerMember(): Promise<string> {
  const { userId, workspaceId } = await makeActor("gone");
  const { settings } = turnBody();
  await db.thread.create({ data: { workspaceId, createdById: userId, title: "Stays", settings } });
  await inTransaction((tx) => removePerson(tx, userId));
  return userId;
}

/** A thing of the caller's alone, made for whoever `place` says; `end` is what takes it away. */
export const ofCaller =
  (
    key: string,
    make: (person: Actor, world: World, caller: Caller) => Promise<string>,
    end: (id: string) => Promise<unknown>,
  ): Make =>
  async (world, place, caller) => {
    if (place === "missing") return { params: { [key]: randomUUID() } };
    const whose =
      place === "foreign" ? otherThan(world, caller) : personBehind(world.people, caller);
    const id = await make(whose, world, caller);
    if (place === "deleted") await end(id);
    return { params: { [key]: id } };
  };

/** The workspace that a person's token is made for, so that the caller's own token reaches it. */
export function placeOfToken(person: Actor, { team }: World, caller: Caller): string {
  const own = [...person.roles.keys()].find((id) => id !== team);
  return caller === "token:elsewhere" ? (own ?? "") : person.workspaceId;
}

/** Somebody who is in the workspace that is named. */
export const memberOf = (world: World, place: Place): string =>
  world.people[place === "own" ? "viewer" : "stranger"].userId;

export const limits = { dayMicroUsd: null, monthMicroUsd: 5_000_000 };
export const email = () => `${randomUUID()}@example.org`;
export const oneTime = () => makeToken().token;

/** The least that sharp reads: one red pixel. */
export const pixel = Uint8Array.from(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
    "base64",
  ),
);

export async function makeInvite(world: World, place: Place): Promise<string> {
  if (place === "missing" || place === "deleted") return randomUUID();
  const { id } = await db.invite.create({
    data: {
      workspaceId: placeId(world, place),
      role: "viewer",
      tokenHash: hashToken(makeToken().token),
      createdById: world.people[place === "own" ? "owner" : "stranger"].userId,
      expiresAt: new Date(Date.now() + 3_600_000),
    },
  });
  return id;
}
