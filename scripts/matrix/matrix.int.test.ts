import { beforeAll, describe, expect, test } from "vitest";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { type OperationName, routes } from "@/lib/contracts/routes";
import { log } from "@/lib/server/log";
import { expected, type Outcome, REFUSALS } from "./expectation";
import { type Answer, knock, operationNames } from "./knock";
import type { Call, Row } from "./row";
import { rows } from "./rows";
import { type Caller, CALLERS, digest, makeWorld, type Place, PLACES } from "./world";

/**
 * Every operation × everybody who may knock × the team's own things, another workspace's, deleted and missing ones, through
 * the handlers that Next runs and against a real database. What must come of it follows from the operation map and the
 * table of permissions alone.
 */

beforeAll(async () => {
  log.level = "silent";
  await prepareQueue();
});

function outcomeOf(answer: Answer, row: Row, wanted: Outcome): string {
  if (answer.status < 300) return "through";
  // The same status may be a refusal and an answer about the thing; where a refusal is wanted only its code will do.
  if (wanted === "through" && row.also?.includes(answer.status)) return "through";
  return REFUSALS.find((code) => code === answer.code) ?? `${answer.status} ${answer.code}`;
}

const isReading = (name: OperationName) => routes[name][0] === "GET";

/** What differs between two answers that must look alike: the request's id alone. */
const bare = ({ status, text }: Answer) => `${status} ${text.replace(/"requestId":"[^"]*"/, "")}`;

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

    const world = await makeWorld();
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
    for (const { caller, place, wanted } of refused) {
      const answer = await knock(
        name,
        calls.get(keyOf(caller, place)) ?? {},
        await world.headersOf(caller),
      );
      const outcome = outcomeOf(answer, row, wanted);
      if (outcome !== wanted) wrong.push(`${caller}, ${place}: ${outcome}, not ${wanted}`);
      if (wanted === "not_found") said.set(`${caller}, ${place}`, bare(answer));
    }
    if ((await digest()) !== before) wrong.push("a refused call changed something");
    if (new Set(said.values()).size > 1) {
      wrong.push(
        `what may not be seen looks different: ${[...new Set(said.values())].join(" / ")}`,
      );
    }

    for (const { caller, place, wanted } of cells.filter((cell) => cell.wanted === "through")) {
      // What is let through may change anything, so each begins anew; reading changes nothing.
      const fresh = isReading(name) ? world : await makeWorld();
      const call = await row.make(fresh, place, caller);
      const answer = await knock(name, call, await fresh.headersOf(caller));
      const outcome = outcomeOf(answer, row, wanted);
      if (outcome !== wanted) wrong.push(`${caller}, ${place}: ${outcome}, not ${wanted}`);
    }
    expect(wrong).toEqual([]);
  });
});
