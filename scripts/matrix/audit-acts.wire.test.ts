import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/server/db";
import { inRoot } from "../setup/root";
import { auditActs, type MutatingOperation } from "./audit-acts";
import { callerFor } from "./bodies";
import { sendRequest } from "./request";
import { rows } from "./rows";
import { makeWorld, personBehind, type World } from "./world";

/**
 * Calls every operation that changes something as an authorized caller: the audit log records the act with its actor
 * and address.
 */

/** The address comes from the socket, and headers cannot forge it. */
const FORGED = { "x-forwarded-for": "203.0.113.9", "x-pentimento-peer": "203.0.113.9" };

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

/** Guarantee: the record's type requires every key. */
const changing = Object.keys(auditActs) as MutatingOperation[];
const recorded = changing.flatMap((name) => {
  const expectation = auditActs[name];
  return expectation.act === null ? [] : [{ name, ...expectation }];
});

test.each(recorded.filter(({ provenIn }) => provenIn === "here"))(
  "$name records $act",
  async (each) => {
    const { name, act } = each;
    const caller = callerFor(rows[name]);
    const target = rows[name].about === "object" && rows[name].finds ? "deleted" : "own";
    const call = await rows[name].make(world, target, caller);
    const headers = { ...(await world.headersOf(caller)), ...FORGED };
    const countLines = (actorId?: string, address?: string) =>
      db.auditEntry.count({ where: { act, actorId, address } });
    const before = await countLines();
    const { status } = await sendRequest(name, call, headers);
    expect(status).toBeLessThan(300);
    expect(await countLines()).toBe(before + 1);
    const { userId } = personBehind(world.people, caller);
    expect(await countLines(userId, "127.0.0.1")).toBeGreaterThan(0);
    // A call may delete what the next one needs.
    world = await makeWorld();
  },
);

test.each(recorded.filter(({ provenIn }) => provenIn !== "here"))(
  "$name: $provenIn checks $act",
  ({ act, provenIn }) => {
    const file = inRoot(`lib/server/${provenIn}.int.test.ts`);
    expect(readFileSync(file, "utf8")).toContain(`"${act}"`);
  },
);
