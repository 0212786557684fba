import { describe, expect, test } from "vitest";
import { type OperationName, routes } from "@/lib/contracts/routes";
import { expected, type Outcome, REFUSALS } from "./expectation";
import { type Answer, sendRequest, operationNames } from "./request";
import type { Call, Row } from "./row";
import { rows } from "./rows";
import { type Caller, CALLERS, digest, makeWorld, makeWorlds, type Place, PLACES } from "./world";

/**
 * Every operation × everybody who may sendRequest × the team's own things, another workspace's, deleted and missing ones, over
 * HTTP against the production build and its database. What must come of it follows from the operation map and the
 * table of permissions alone.
 */

function outcomeOf(answer: Answer, row: Row, wanted: Outcome): string {
  if (answer.status < 300) return "through";
  // The same status may be a refusal and an answer about the thing; where a refusal is wanted only its code will do.
  if (wanted === "through" && row.also?.includes(answer.status)) return "through";
  return REFUSALS.find((code) => code === answer.code) ?? `${answer.status} ${answer.code}`;
}

const isReading = (name: OperationName) => routes[name][0] === "GET";

/** What differs between two answers that must look alike: the request's id alone. */
const bare = ({ status, text }: Answer) => `${status} ${text.replace(/"requestId":"[^"]*"/, "")}`;

/** The headers that somebody comes with. */
type Who = Record<string, string>;

/** Does it for all of them, eight at a time: neither this process nor the studio need wait for the other. */
async function atOnce<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = all.values();
  const workers = Array.from({ length: 8 }, async () => {
    for (const one of waiting) await work(one);
  });
  await Promise.all(workers);
}

describe.each(operationNames)("%s", (name) => {
  const row = rows[name];
  const namesThing = row.about === "object" || row.finds !== undefined;
  const places: readonly Place[] = namesThing ? PLACES : ["own"];

  test("lets through whom the table lets through, and refuses the others without a trace", async () => {
    const cells = CALLERS.flatMap((caller) =>
      places.map((place) => ({ caller, place, wanted: expected(name, row, caller, place) })),
    );
    const wrong: string[] = [];
    const said = new Map<string, string>();
    const requestAs = async (cell: (typeof cells)[number], call: Call, who: Who) => {
      const { caller, place, wanted } = cell;
      const answer = await sendRequest(name, call, who);
      const outcome = outcomeOf(answer, row, wanted);
      if (outcome !== wanted) wrong.push(`${caller}, ${place}: ${outcome}, not ${wanted}`);
      if (answer.headers.get("cache-control") !== "no-store")
        wrong.push(`${caller}, ${place}: may be kept`);
      if (wanted === "not_found") said.set(`${caller}, ${place}`, bare(answer));
    };

    const world = await makeWorld();
    const headers = new Map<Caller, Who>();
    for (const caller of CALLERS) headers.set(caller, await world.headersOf(caller));
    const refused = cells.filter(({ wanted }) => wanted !== "through");
    // What is the caller's own differs with each of them; things of the workspace are made once.
    const isShared = row.about === "object" || row.about === "instance";
    const keyOf = (caller: Caller, place: Place) => (isShared ? place : `${place} ${caller}`);
    const calls = new Map<string, Call>();
    for (const { caller, place } of refused) {
      const key = keyOf(caller, place);
      if (!calls.has(key)) calls.set(key, await row.make(world, place, caller));
    }
    const before = await digest();
    // Nothing may come of these, so their order is of no account.
    await atOnce(refused, async (cell) => {
      const call = calls.get(keyOf(cell.caller, cell.place)) ?? {};
      await requestAs(cell, call, headers.get(cell.caller) ?? {});
    });
    if ((await digest()) !== before) wrong.push("a refused call changed something");
    if (new Set(said.values()).size > 1) {
      wrong.push(
        `what may not be seen looks different: ${[...new Set(said.values())].join(" / ")}`,
      );
    }

    // What is let through may change anything, so each begins anew; reading changes nothing.
    const through = cells.filter(({ wanted }) => wanted === "through");
    const others = isReading(name) ? [] : await makeWorlds(through.length);
    for (const [index, cell] of through.entries()) {
      const fresh = others[index] ?? world;
      const call = await row.make(fresh, cell.place, cell.caller);
      await requestAs(cell, call, await fresh.headersOf(cell.caller));
    }
    expect(wrong).toEqual([]);
  });
});
