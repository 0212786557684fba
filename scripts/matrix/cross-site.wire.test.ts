import { beforeAll, expect, test } from "vitest";
import { routes } from "@/lib/contracts/routes";
import { callerFor } from "./bodies";
import { sendRequest, operationNames } from "./request";
import { rows } from "./rows";
import { digest, makeWorld, type World } from "./world";

/** Every operation that may change something, called by a page of another site in an authorized user's browser. */

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

const changing = operationNames.filter((name) => routes[name][0] !== "GET");

const SENDERS: Record<string, string>[] = [
  { origin: "https://evil.example" },
  { origin: "null" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
];

test.each(changing)("%s refuses a cross-site request", async (name) => {
  const call = await rows[name].make(world, "own", callerFor(rows[name]));
  const own = await world.headersOf(callerFor(rows[name]));
  const before = await digest();
  for (const sender of SENDERS) {
    const { status, code } = await sendRequest(name, call, { ...own, ...sender });
    expect({ sender, status, code }).toEqual({ sender, status: 403, code: "cross_origin" });
  }
  expect(await digest()).toBe(before);
});

test("the list of operations is not empty", () => {
  expect(changing.length).toBeGreaterThan(40);
});
