import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db } from "@/lib/server/db";
import { makePaintedThread } from "../testing/thread";
import { callerFor, idPlacesOf, jsonOperations } from "./bodies";
import { sendRequest } from "./request";
import { rows } from "./rows";
import { digest, makeThings, makeWorld, PASSWORD, type Place, type World } from "./world";

/**
 * A victim's id in each place of a body that takes one, one at a time, in a body that is otherwise right. Places are read
 * off the schemas: a new one that stands in neither list fails.
 */

/** Beside the matrix's places, a colleague's own: in the very workspace, and private. */
type Where = Exclude<Place, "own"> | "private";
const TRIED: readonly Where[] = ["foreign", "deleted", "missing", "private"];

type Victim = (world: World, where: Where) => string | Promise<string>;

async function thingsOf(world: World, where: Where) {
  if (where !== "private") return makeThings(world, where);
  const made = await makePaintedThread(world.people.member, { visibility: "private" });
  return { threadId: made.thread.id, turnId: made.turn.id, imageId: made.image.id };
}
const thread: Victim = async (world, where) => (await thingsOf(world, where)).threadId;
const turn: Victim = async (world, where) => (await thingsOf(world, where)).turnId;
const image: Victim = async (world, where) => (await thingsOf(world, where)).imageId;
const workspace: Victim = ({ elsewhere }, where) =>
  where === "foreign" ? elsewhere : randomUUID();
/** Whoever is not of the workspace is as good as missing there. */
const person: Victim = ({ people }, where) =>
  where === "foreign" ? people.stranger.userId : randomUUID();

const VICTIMS: Record<string, Victim> = {
  "turns.create threadId": thread,
  "turns.create parentTurnId": turn,
  "turns.create baseImageId": image,
  "turns.create referenceIds.0": image,
  "turns.preview threadId": thread,
  "turns.preview parentTurnId": turn,
  "turns.preview baseImageId": image,
  "turns.preview referenceIds.0": image,
  "tokens.create workspaceId": workspace,
  "workspaces.handOver userId": person,
};

/** Made by the caller, and looked up among the caller's own alone. */
const NO_THINGS: Record<string, string> = {
  "images.crop idempotencyKey": "a repeat is known by its creator and this",
  "keys.check picture.idempotencyKey": "the same",
  "turns.create mentions.0.imageId": "one of the pictures of the same body; no other is looked up",
  "turns.preview mentions.0.imageId": "the same",
  "threads.presence streamId": "a tab is known by its person and this",
};

/** Choices must be those that the plan offers; they are tried below. */
const CHOICES = ["account.remove choices.0.workspaceId", "account.remove choices.0.to"];

test("every place of every body that takes an id is known here", () => {
  const found = jsonOperations.flatMap(({ name, schema }) =>
    idPlacesOf(schema).map((path) => `${name} ${path}`),
  );
  const known = [...Object.keys(VICTIMS), ...Object.keys(NO_THINGS), ...CHOICES];
  expect(found.toSorted()).toEqual(known.toSorted());
});

const tried = jsonOperations.flatMap(({ name }) =>
  Object.entries(VICTIMS).flatMap(([key, victim]) => {
    const [operation, path = ""] = key.split(" ");
    return operation === name ? [{ name, path, victim }] : [];
  }),
);

test.each(tried)("$name: $path", async ({ name, path, victim }) => {
  const world = await makeWorld();
  const row = rows[name];
  const headers = await world.headersOf(callerFor(row));
  const call = await row.make(world, "own", callerFor(row));
  const [key = "", index] = path.split(".");
  const bodies = await Promise.all(
    TRIED.map(async (where) => {
      const id = await victim(world, where);
      return { ...(call.body as object), [key]: index === undefined ? id : [id] };
    }),
  );
  const before = await digest();
  const answers = new Set<string>();
  for (const body of bodies) {
    const { status, text } = await sendRequest(name, { ...call, body }, headers);
    answers.add(`${status} ${text.replace(/"requestId":"[^"]*"/, "")}`);
  }
  expect(await digest()).toBe(before);
  expect([...answers]).toEqual([expect.stringMatching(/^404 .*"code":"not_found"/)]);
  // Only the id was wrong: with one's own in its place the same body is let through.
  expect((await sendRequest(name, call, headers)).status).toBeLessThan(300);
});

/** Two ids in one path: a place of one's own, and in it a person or an invite of another. */
test.each(["members.changeRole", "members.remove", "invites.revoke"] as const)(
  "%s: what is of another workspace, under the path of one's own",
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

test("account.remove: choices for places and heirs that are not one's own", async () => {
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
