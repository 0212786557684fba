import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db } from "@/lib/server/db";
import { makePaintedThread } from "../testing/thread";
import { callerFor, idPathsOf, jsonOperations } from "./bodies";
import { sendRequest } from "./request";
import { rows } from "./rows";
import { digest, makeThings, makeWorld, PASSWORD, type Target, type World } from "./world";

/**
 * Puts a victim's id into each id path of an otherwise valid body, one at a time. Paths come from the schemas: a new
 * one that is in neither list fails.
 */

/** In addition to the matrix's targets: a colleague's private thing in the same workspace. */
type Where = Exclude<Target, "own"> | "private";
const WHERES: readonly Where[] = ["foreign", "deleted", "missing", "private"];

type Victim = (world: World, where: Where) => string | Promise<string>;

async function thingsOf(world: World, where: Where) {
  if (where !== "private") return makeThings(world, where);
  const made = await makePaintedThread(world.people.member, { visibility: "private" });
  return { threadId: made.thread.id, turnId: made.turn.id, imageId: made.image.id };
}
const thread: Victim = async (world, where) => (await thingsOf(world, where)).threadId;
const turn: Victim = async (world, where) => (await thingsOf(world, where)).turnId;
const image: Victim = async (world, where) => (await thingsOf(world, where)).imageId;
const collection: Victim = async ({ people, elsewhere, team }, where) => {
  const isForeign = where === "foreign";
  const { id } = await db.collection.create({
    data: {
      workspaceId: isForeign ? elsewhere : team,
      createdById: people[isForeign ? "stranger" : "member"].userId,
      name: "Fair",
      access: isForeign ? "add" : "private",
    },
  });
  if (where === "deleted") await db.collection.delete({ where: { id } });
  return where === "missing" ? randomUUID() : id;
};
const workspace: Victim = ({ elsewhere }, where) =>
  where === "foreign" ? elsewhere : randomUUID();
/** A person outside the workspace counts as missing there. */
const person: Victim = ({ people }, where) =>
  where === "foreign" ? people.stranger.userId : randomUUID();

const VICTIMS: Record<string, Victim> = {
  "turns.create threadId": thread,
  "turns.create parentTurnId": turn,
  "turns.create baseImageId": image,
  "turns.create referenceIds.0": image,
  "turns.create settings.collectionId": collection,
  "turns.preview threadId": thread,
  "turns.preview parentTurnId": turn,
  "turns.preview baseImageId": image,
  "turns.preview referenceIds.0": image,
  "turns.preview settings.collectionId": collection,
  "tokens.create workspaceId": workspace,
  "collections.update coverImageId": image,
  "collections.add imageIds.0": image,
  "downloads.create fromCollectionId": collection,
  "shares.create target.id": image,
  "bulk.create fromCollectionId": collection,
  "bulk.create collectionId": collection,
  "workspaces.handOver userId": person,
};

/** Created by the caller, and looked up among the caller's own only. */
const NOT_REFERENCES: Record<string, string> = {
  "images.crop idempotencyKey": "identifies a retry, together with its creator",
  "keys.check picture.idempotencyKey": "the same",
  "turns.create mentions.0.imageId": "one of the images of the same body; no other is looked up",
  "turns.preview mentions.0.imageId": "the same",
  "collections.takeOut imageIds.0": "only images of the collection are looked up",
  "collections.move imageIds.0": "the same",
  "collections.move beforeId": "the same",
  "threads.update settings.collectionId": "remembered for the composer; sending a turn checks it",
  "bulk.create imageIds.0": "images that the caller may not change are skipped",
  "downloads.create imageIds.0": "images that the caller may not see are left out",
  "bulk.create exceptIds.0": "names images to leave out",
  "downloads.create exceptIds.0": "names images to leave out",
  "shares.create target.ids.0":
    "another form of the target; domain/shares/shares.int.test.ts tries it",
  "shares.create target.path": "the same",
  "shares.comment imageId":
    "visitors wrote about it; domain/shares/review.int.test.ts tries others",
  "shares.comment parentId": "the same",
  "notices.read ids.0":
    "others' notices change nothing; domain/notices/notices.int.test.ts tries it",
  "threads.presence streamId": "identifies a tab, together with its user",
};

/** Choices must be among those that the plan offers; a test below covers them. */
const CHOICES = ["account.remove choices.0.workspaceId", "account.remove choices.0.to"];

test("every id path of every body is in one of the lists", () => {
  const found = jsonOperations.flatMap(({ name, schema }) =>
    idPathsOf(schema).map((path) => `${name} ${path}`),
  );
  const known = [...Object.keys(VICTIMS), ...Object.keys(NOT_REFERENCES), ...CHOICES];
  expect(found.toSorted()).toEqual(known.toSorted());
});

const tried = jsonOperations.flatMap(({ name }) =>
  Object.entries(VICTIMS).flatMap(([key, victim]) => {
    const [operation, path = ""] = key.split(" ");
    return operation === name ? [{ name, path, victim }] : [];
  }),
);

test.each(tried)(
  "$name refuses another workspace's id at $path",
  async ({ name, path, victim }) => {
    const world = await makeWorld();
    const row = rows[name];
    const headers = await world.headersOf(callerFor(row));
    const call = await row.make(world, "own", callerFor(row));
    const [key = "", inner] = path.split(".");
    const bodies = await Promise.all(
      WHERES.map(async (where) => {
        const id = await victim(world, where);
        const whole = new Map<string, unknown>(Object.entries(call.body as object));
        const around = inner === "0" ? [id] : { ...Object(whole.get(key)), [inner ?? ""]: id };
        return {
          where,
          body: Object.fromEntries(whole.set(key, inner === undefined ? id : around)),
        };
      }),
    );
    const before = await digest();
    const answers = new Set<string>();
    for (const { where, body } of bodies) {
      const { status, text } = await sendRequest(name, { ...call, body }, headers);
      if (where === "deleted" && victim === image) {
        // The caller could see it before it went to the trash, so the answer says that it is there.
        expect(`${status} ${text}`).toMatch(/^409 .*"code":"image_in_trash"/);
      } else answers.add(`${status} ${text.replace(/"requestId":"[^"]*"/, "")}`);
    }
    expect(await digest()).toBe(before);
    expect([...answers]).toEqual([expect.stringMatching(/^404 .*"code":"not_found"/)]);
    // Only the id was wrong: with the caller's own id the same body is accepted.
    expect((await sendRequest(name, call, headers)).status).toBeLessThan(300);
  },
);

/** Two ids in one path: the caller's workspace, and a person or an invite of another workspace. */
test.each(["members.changeRole", "members.remove", "invites.revoke"] as const)(
  "%s refuses an id of another workspace under the path of the caller's own",
  async (name) => {
    const world = await makeWorld();
    const headers = await world.headersOf("owner");
    const foreign = await rows[name].make(world, "foreign", "owner");
    const mixed = { ...foreign, params: { ...foreign.params, workspaceId: world.team } };
    const before = await digest();
    expect(await sendRequest(name, mixed, headers)).toMatchObject({
      status: 404,
      code: "not_found",
    });
    expect(await digest()).toBe(before);
  },
);

test("account.remove refuses choices of workspaces and heirs that are not the caller's", async () => {
  const world = await makeWorld();
  const { member, admin } = world.people;
  const headers = await world.headersOf("member");
  const right = { workspaceId: world.team, threads: "hand_over", to: admin.userId };
  const wrong = [world.elsewhere, randomUUID()].flatMap((id) => [
    [{ ...right, workspaceId: id }],
    [right, { ...right, workspaceId: id }],
  ]);
  const heirs = [world.people.stranger.userId, randomUUID(), member.userId];
  const before = await digest();
  for (const choices of [...wrong, ...heirs.map((to) => [{ ...right, to }])]) {
    const body = { currentPassword: PASSWORD, confirmation: member.email, choices };
    const { status, code } = await sendRequest("account.remove", { body }, headers);
    expect({ choices, status, code }).toEqual({ choices, status: 409, code: "conflict" });
  }
  expect(await digest()).toBe(before);
  const body = { currentPassword: PASSWORD, confirmation: member.email, choices: [right] };
  expect((await sendRequest("account.remove", { body }, headers)).status).toBe(200);
  expect(await db.membership.count({ where: { userId: member.userId } })).toBe(0);
});
