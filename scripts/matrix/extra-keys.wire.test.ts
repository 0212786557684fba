import { beforeAll, expect, test } from "vitest";
import { callerFor, jsonOperations, keysOf } from "./bodies";
import { sendRequest } from "./request";
import { digest, makeWorld, type World } from "./world";

/** Keys that no body declares: columns of tables that no caller may set, and inherited object properties. */

const SOME_ID = "01900000-0000-7000-8000-000000000000";
const EXTRA: Record<string, unknown> = {
  constructor: { prototype: { isInstanceOwner: true } },
  prototype: { isInstanceOwner: true },
  toString: "x",
  id: SOME_ID,
  isInstanceOwner: true,
  role: "owner",
  workspaceId: SOME_ID,
  userId: SOME_ID,
  createdById: SOME_ID,
  tokenId: SOME_ID,
  passwordHash: "x",
  sessionVersion: 0,
  emailVerifiedAt: null,
  suspendedAt: null,
  scopes: ["admin"],
  costMicroUsd: 0,
  billed: "no",
  keySource: "instance",
  upstreamKeyId: null,
  state: "done",
  deletedAt: null,
};

/** Defines an own property: assigning to `__proto__` would change the prototype instead. */
function withKey(body: object, key: string, value: unknown): object {
  return Object.defineProperty({ ...body }, key, { value, enumerable: true });
}

type Body = Record<string, unknown>;

/** The body with the key at the top level, and in each nested object. */
function bodiesWith(body: Body, key: string, value: unknown): object[] {
  const inner = Object.entries(body).flatMap(([name, part]) =>
    typeof part === "object" && part !== null && !Array.isArray(part) && !Object.hasOwn(part, key)
      ? [{ ...body, [name]: withKey(part, key, value) }]
      : [],
  );
  return [withKey(body, key, value), ...inner];
}

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

test.each(jsonOperations)("$name refuses undeclared keys", async ({ name, row, schema }) => {
  const call = await row.make(world, "own", callerFor(row));
  const body = (call.body ?? {}) as Body;
  // Else the body would be refused for another reason.
  expect(schema.safeParse(body).error).toBeUndefined();
  const headers = await world.headersOf(callerFor(row));
  const keys = keysOf(schema);
  const wrong: string[] = [];
  const before = await digest();
  for (const [key, value] of [["__proto__", EXTRA] as const, ...Object.entries(EXTRA)]) {
    if (keys.includes(key)) continue;
    for (const given of bodiesWith(body, key, value)) {
      const { status, code } = await sendRequest(name, { ...call, body: given }, headers);
      if (code !== "invalid_field") wrong.push(`${JSON.stringify(given)}: ${status} ${code}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(await digest()).toBe(before);
  expect({}).not.toHaveProperty("isInstanceOwner");
});
