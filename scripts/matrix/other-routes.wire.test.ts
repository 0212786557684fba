import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { routes } from "@/lib/contracts/routes";
import { inRoot } from "../setup/root";
import { expectedOf, type Outcome } from "./expectation";
import { type Ask, OPEN_ROUTES, OTHER_ROUTES, type OtherRow, toRequest } from "./other-routes";
import { placeId } from "./row";
import { type Caller, CALLERS, digest, makeWorld, type Place, PLACES, type World } from "./world";

/** The matrix for what is no operation: bytes, files, streams, the door and MCP. A new route without a row fails. */

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

test("every route of the app is an operation, has a row here, or is open to all for a reason", () => {
  const found = readdirSync(inRoot("app"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("/route.ts"))
    .map((path) => `/${path.replace(/\/route\.ts$/, "")}`);
  const operations = Object.values(routes).map(([, path]) => path.replace(/:(\w+)/g, "[$1]"));
  const known = new Set([...operations, ...Object.keys(OTHER_ROUTES), ...Object.keys(OPEN_ROUTES)]);
  expect(found.toSorted()).toEqual([...known].toSorted());
});

function wantedOf(row: OtherRow, caller: Caller, place: Place): Outcome {
  if (row.isForPrograms && !caller.startsWith("token:")) return "not_signed_in";
  if (row.besides?.callers.includes(caller) && row.besides.places.includes(place)) return "through";
  return expectedOf(row, row, caller, place);
}

/** Ours, or OpenAI's. */
type Problem = { requestId?: string; code?: string; error?: { code?: string } };
type Said = { outcome: string; text: string };

async function ask(row: OtherRow, call: Ask, who: Record<string, string>): Promise<Said> {
  const response = await fetch(toRequest(call, row.method, who));
  const { status } = response;
  if (status < 300 && !(row.isSilent && status === 204)) {
    // A stream would never end by itself.
    await response.body?.cancel();
    return { outcome: "through", text: "" };
  }
  const text = await response.text();
  if (status === 204) return { outcome: "not_found", text };
  if (row.also?.includes(status)) return { outcome: "through", text };
  const { requestId: _, ...said } = JSON.parse(text) as Problem;
  return {
    outcome: said.code ?? said.error?.code ?? "",
    text: `${status} ${JSON.stringify(said)}`,
  };
}

describe.each(Object.entries(OTHER_ROUTES))("%s", (_folder, row) => {
  test("lets through whom the table lets through, and what is not theirs looks like nothing", async () => {
    const places: readonly Place[] = row.about === "object" ? PLACES : ["own"];
    const calls = new Map<Place, Ask>();
    for (const place of places) calls.set(place, await row.make(world, place, "owner"));
    const cells = CALLERS.flatMap((caller) =>
      places.map((place) => ({ caller, place, wanted: wantedOf(row, caller, place) })),
    );
    const wrong: string[] = [];
    const looks = new Map<Caller, Set<string>>(CALLERS.map((caller) => [caller, new Set()]));
    const tryAll = async (some: typeof cells) => {
      for (const { caller, place, wanted } of some) {
        const call = calls.get(place) ?? { path: "" };
        const { outcome, text } = await ask(row, call, await world.headersOf(caller));
        if (outcome !== wanted) wrong.push(`${caller}, ${place}: ${outcome}, not ${wanted}`);
        if (wanted === "not_found") looks.get(caller)?.add(text);
      }
    };
    const before = await digest();
    await tryAll(cells.filter(({ wanted }) => wanted !== "through"));
    expect(await digest()).toBe(before);
    await tryAll(cells.filter(({ wanted }) => wanted === "through"));
    expect(wrong).toEqual([]);
    expect([...looks].filter(([, texts]) => texts.size > 1)).toEqual([]);
  });
});

test("one stands in a workspace by its address only where one is a member", async () => {
  const leadIn = async (caller: Caller, place: Place, next = "/t/x") => {
    const { cookie = "" } = await world.headersOf(caller);
    const request = toRequest(
      { path: `/w/${placeId(world, place)}?next=${encodeURIComponent(next)}` },
      "GET",
      { cookie },
    );
    const response = await fetch(request, { redirect: "manual" });
    const to = response.headers.get("location") ?? "";
    return `${response.status} ${to.split("?")[0]} ${response.headers.get("set-cookie") !== null}`;
  };
  expect(await leadIn("viewer", "own")).toBe("303 /t/x true");
  for (const away of [
    "https://elsewhere.example/t",
    "//elsewhere.example",
    "/\\elsewhere.example",
  ]) {
    expect(await leadIn("viewer", "own", away)).toBe("303 / true");
  }
  for (const [caller, place] of [
    ["stranger", "own"],
    ["viewer", "foreign"],
    ["viewer", "missing"],
    ["instance", "own"],
  ] as const) {
    expect(await leadIn(caller, place), `${caller}, ${place}`).toBe("303 /t/x false");
  }
  for (const caller of ["nobody", "suspended"] as const) {
    expect(await leadIn(caller, "own")).toBe("303 /sign-in false");
  }
});
