import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { routes } from "@/lib/contracts/routes";
import { inRoot } from "../setup/root";
import { expectedOf, type Outcome } from "./expectation";
import {
  type RequestSpec,
  OPEN_ROUTES,
  OTHER_ROUTES,
  type OtherRow,
  toRequest,
} from "./other-routes";
import { workspaceIdOf } from "./row";
import { type Caller, CALLERS, digest, makeWorld, type Target, TARGETS, type World } from "./world";

/**
 * The matrix for routes that are no operation: bytes, files, streams, the OpenAI-compatible API and MCP. A new route
 * without a row fails.
 */

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

test("every route of the app is an operation, has a row here, or is public for a stated reason", () => {
  const found = readdirSync(inRoot("app"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("/route.ts"))
    .map((path) => `/${path.replace(/\/route\.ts$/, "")}`);
  const operations = Object.values(routes).map(([, path]) => path.replace(/:(\w+)/g, "[$1]"));
  const known = new Set([...operations, ...Object.keys(OTHER_ROUTES), ...Object.keys(OPEN_ROUTES)]);
  expect(found.toSorted()).toEqual([...known].toSorted());
});

function wantedOf(row: OtherRow, caller: Caller, target: Target): Outcome {
  if (row.isForPrograms && !caller.startsWith("token:")) return "not_signed_in";
  if (row.besides?.callers.includes(caller) && row.besides.targets.includes(target))
    return "through";
  return expectedOf(row, row, caller, target);
}

/** Our problem format, or OpenAI's. */
type Problem = { requestId?: string; code?: string; error?: { code?: string } };
type Result = { outcome: string; text: string };

async function send(
  row: OtherRow,
  call: RequestSpec,
  who: Record<string, string>,
): Promise<Result> {
  const response = await fetch(toRequest(call, row.method, who));
  const { status } = response;
  if (status < 300 && !(row.isSilent && status === 204)) {
    // A stream does not end on its own.
    await response.body?.cancel();
    return { outcome: "through", text: "" };
  }
  const text = await response.text();
  if (status === 204) return { outcome: "not_found", text };
  if (row.also?.includes(status)) return { outcome: "through", text };
  const { requestId: _, ...problem } = JSON.parse(text) as Problem;
  return {
    outcome: problem.code ?? problem.error?.code ?? "",
    text: `${status} ${JSON.stringify(problem)}`,
  };
}

describe.each(Object.entries(OTHER_ROUTES))("%s", (_folder, row) => {
  test("accepts the callers that the table permits, and answers the others as if nothing existed", async () => {
    const namesObject = row.about === "object" || row.isOfCaller === true;
    const targets: readonly Target[] = namesObject ? TARGETS : ["own"];
    const makers: readonly Caller[] = row.isOfCaller ? CALLERS : ["owner"];
    const calls = new Map<string, RequestSpec>();
    for (const maker of makers) {
      for (const target of targets) {
        calls.set(`${maker} ${target}`, await row.make(world, target, maker));
      }
    }
    const cells = CALLERS.flatMap((caller) =>
      targets.map((target) => ({ caller, target, wanted: wantedOf(row, caller, target) })),
    );
    const wrong: string[] = [];
    const notFoundTexts = new Map<Caller, Set<string>>(
      CALLERS.map((caller) => [caller, new Set()]),
    );
    const tryAll = async (some: typeof cells) => {
      for (const { caller, target, wanted } of some) {
        const call = calls.get(`${row.isOfCaller ? caller : "owner"} ${target}`) ?? { path: "" };
        const { outcome, text } = await send(row, call, await world.headersOf(caller));
        if (outcome !== wanted) wrong.push(`${caller}, ${target}: ${outcome}, not ${wanted}`);
        if (wanted === "not_found") notFoundTexts.get(caller)?.add(text);
      }
    };
    const before = await digest();
    await tryAll(cells.filter(({ wanted }) => wanted !== "through"));
    expect(await digest()).toBe(before);
    await tryAll(cells.filter(({ wanted }) => wanted === "through"));
    expect(wrong).toEqual([]);
    expect([...notFoundTexts].filter(([, texts]) => texts.size > 1)).toEqual([]);
  });
});

test("only a member can select a workspace by its URL", async () => {
  const openWorkspace = async (caller: Caller, target: Target, next = "/t/x") => {
    const { cookie = "" } = await world.headersOf(caller);
    const request = toRequest(
      { path: `/w/${workspaceIdOf(world, target)}?next=${encodeURIComponent(next)}` },
      "GET",
      { cookie },
    );
    const response = await fetch(request, { redirect: "manual" });
    const to = response.headers.get("location") ?? "";
    return `${response.status} ${to.split("?")[0]} ${response.headers.get("set-cookie") !== null}`;
  };
  expect(await openWorkspace("viewer", "own")).toBe("303 /t/x true");
  for (const away of [
    "https://elsewhere.example/t",
    "//elsewhere.example",
    "/\\elsewhere.example",
  ]) {
    expect(await openWorkspace("viewer", "own", away)).toBe("303 / true");
  }
  for (const [caller, target] of [
    ["stranger", "own"],
    ["viewer", "foreign"],
    ["viewer", "missing"],
    ["instance", "own"],
  ] as const) {
    expect(await openWorkspace(caller, target), `${caller}, ${target}`).toBe("303 /t/x false");
  }
  for (const caller of ["nobody", "suspended"] as const) {
    expect(await openWorkspace(caller, "own")).toBe("303 /sign-in false");
  }
});
