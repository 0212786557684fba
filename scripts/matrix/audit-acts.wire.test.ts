import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/server/db";
import { inRoot } from "../setup/root";
import { auditActs, type Changing } from "./audit-acts";
import { callerFor } from "./bodies";
import { sendRequest } from "./request";
import { rows } from "./rows";
import { makeWorld, personBehind, type World } from "./world";

/** Every operation that changes something, called by whoever may: the act stands in the log, with who did it and from where. */

/** Where it came from is what the socket says, and not what the caller does. */
const FORGED = { "x-forwarded-for": "203.0.113.9", "x-pentimento-peer": "203.0.113.9" };

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

/** Guarantee: the keys of a record that is complete are its type's. */
const changing = Object.keys(auditActs) as Changing[];
const noted = changing.flatMap((name) => {
  const noting = auditActs[name];
  return noting.act === null ? [] : [{ name, ...noting }];
});

test.each(noted.filter(({ provenIn }) => provenIn === "here"))("$name: $act", async (each) => {
  const { name, act } = each;
  const caller = callerFor(rows[name]);
  const place = rows[name].about === "object" && rows[name].finds ? "deleted" : "own";
  const call = await rows[name].make(world, place, caller);
  const headers = { ...(await world.headersOf(caller)), ...FORGED };
  const countLines = (actorId?: string, address?: string) =>
    db.auditEntry.count({ where: { act, actorId, address } });
  const before = await countLines();
  const { status } = await sendRequest(name, call, headers);
  expect(status).toBeLessThan(300);
  expect(await countLines()).toBe(before + 1);
  const { userId } = personBehind(world.people, caller);
  expect(await countLines(userId, "127.0.0.1")).toBeGreaterThan(0);
  // What one call ended or took away is not there for the next.
  world = await makeWorld();
});

test.each(noted.filter(({ provenIn }) => provenIn !== "here"))(
  "$name: $act is looked for in $provenIn",
  ({ act, provenIn }) => {
    const file = inRoot(`lib/server/${provenIn}.int.test.ts`);
    expect(readFileSync(file, "utf8")).toContain(`"${act}"`);
  },
);
