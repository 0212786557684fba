import { describe, expect, test } from "vitest";
import { type OperationName, routes } from "@/lib/contracts/routes";
import { expected, type Outcome, REFUSALS } from "./expectation";
import { type Answer, sendRequest, operationNames } from "./request";
import type { Call, Row } from "./row";
import { rows } from "./rows";
import { type Caller, CALLERS, digest, makeWorld, makeWorlds, type Target, TARGETS } from "./world";

/**
 * Every operation × every caller × the team's own things, another workspace's, deleted and missing ones, over HTTP
 * against the production build and its database. The expected outcome follows from the operation map and the permission
 * table alone.
 */

function outcomeOf(answer: Answer, row: Row, wanted: Outcome): string {
  if (answer.status < 300) return "through";
  // A status may mean a refusal or an answer about the thing; an expected refusal must match by its code.
  if (wanted === "through" && row.also?.includes(answer.status)) return "through";
  return REFUSALS.find((code) => code === answer.code) ?? `${answer.status} ${answer.code}`;
}

const isReading = (name: OperationName) => routes[name][0] === "GET";

/** The answer without its request id, to compare answers that must be indistinguishable. */
const withoutRequestId = ({ status, text }: Answer) =>
  `${status} ${text.replace(/"requestId":"[^"]*"/, "")}`;

/** Authentication headers of a caller. */
type Who = Record<string, string>;

/** Runs `work` for all of them, eight at a time. */
async function atOnce<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = all.values();
  const workers = Array.from({ length: 8 }, async () => {
    for (const one of waiting) await work(one);
  });
  await Promise.all(workers);
}

describe.each(operationNames)("%s", (name) => {
  const row = rows[name];
  const namesObject = row.about === "object" || row.finds !== undefined;
  const targets: readonly Target[] = namesObject ? TARGETS : ["own"];

  test("accepts the callers that the table permits, and refuses the others without side effects", async () => {
    const cells = CALLERS.flatMap((caller) =>
      targets.map((target) => ({ caller, target, wanted: expected(name, row, caller, target) })),
    );
    const wrong: string[] = [];
    const notFoundAnswers = new Map<string, string>();
    const requestAs = async (cell: (typeof cells)[number], call: Call, who: Who) => {
      const { caller, target, wanted } = cell;
      const answer = await sendRequest(name, call, who);
      const outcome = outcomeOf(answer, row, wanted);
      if (outcome !== wanted) wrong.push(`${caller}, ${target}: ${outcome}, not ${wanted}`);
      if (answer.headers.get("cache-control") !== "no-store")
        wrong.push(`${caller}, ${target}: may be cached`);
      if (wanted === "not_found")
        notFoundAnswers.set(`${caller}, ${target}`, withoutRequestId(answer));
    };

    const world = await makeWorld();
    const headers = new Map<Caller, Who>();
    for (const caller of CALLERS) headers.set(caller, await world.headersOf(caller));
    const refused = cells.filter(({ wanted }) => wanted !== "through");
    // The caller's own things differ per caller; a workspace's things are made once.
    const isShared = row.about === "object" || row.about === "instance";
    const keyOf = (caller: Caller, target: Target) => (isShared ? target : `${target} ${caller}`);
    const calls = new Map<string, Call>();
    for (const { caller, target } of refused) {
      const key = keyOf(caller, target);
      if (!calls.has(key)) calls.set(key, await row.make(world, target, caller));
    }
    const before = await digest();
    // Refused calls change nothing, so their order does not matter.
    await atOnce(refused, async (cell) => {
      const call = calls.get(keyOf(cell.caller, cell.target)) ?? {};
      await requestAs(cell, call, headers.get(cell.caller) ?? {});
    });
    if ((await digest()) !== before) wrong.push("a refused call changed something");
    if (new Set(notFoundAnswers.values()).size > 1) {
      wrong.push(`not-found answers differ: ${[...new Set(notFoundAnswers.values())].join(" / ")}`);
    }

    // An accepted call may change anything, so each gets a new world; reads share one.
    const through = cells.filter(({ wanted }) => wanted === "through");
    const others = isReading(name) ? [] : await makeWorlds(through.length);
    for (const [index, cell] of through.entries()) {
      const fresh = others[index] ?? world;
      const call = await row.make(fresh, cell.target, cell.caller);
      await requestAs(cell, call, await fresh.headersOf(cell.caller));
    }
    expect(wrong).toEqual([]);
  });
});
