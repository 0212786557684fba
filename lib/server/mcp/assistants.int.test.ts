import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ImageView } from "@/lib/contracts/images";
import type { TokenScopeName } from "@/lib/contracts/permissions";
import type { Actor } from "@/lib/server/auth/actor";
import { closeDatabase, db } from "@/lib/server/db";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { mcpRoute } from "@/lib/server/mcp/route";
import { TOOLS } from "@/lib/server/mcp/server";
import { makeActor, makeImage } from "@/scripts/testing/studio";
import { ADDRESS, mcpRequest, connect, post, textOf, tokenOf, tools, use } from "./client.fixtures";

// How assistants' clients differ, and the texts that they get.

let ada: Actor;
let picture: ImageView;

beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor("Ada");
  picture = await makeImage(ada);
});
afterAll(closeDatabase);

test.each([
  ["*/*", "application/json"],
  ["", "application/json"],
  ["application/json", "application/json"],
  ["application/*;q=0.8, */*;q=0.1", "application/json"],
  ["application/json, text/event-stream", "text/event-stream"],
  ["text/event-stream, */*", "text/event-stream"],
])("a caller that accepts %j gets %s", async (accept, media) => {
  const authorization = `Bearer ${await tokenOf(ada, ["read"])}`;
  const headers = { authorization, "content-type": "application/json", ...(accept && { accept }) };
  const response = await post(headers, { jsonrpc: "2.0", id: 1, method: "ping" });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, media]);
});

test("an Accept header without our media types answers 406, and a compressed call is read", async () => {
  const authorization = `Bearer ${await tokenOf(ada, ["read"])}`;
  const headers = { authorization, "content-type": "application/json" };
  const body = { jsonrpc: "2.0", id: 1, method: "ping" };
  expect((await post({ ...headers, accept: "text/html" }, body)).status).toBe(406);
  const packed = await mcpRoute(
    mcpRequest(ADDRESS, {
      method: "POST",
      headers: { ...headers, "content-encoding": "gzip" },
      body: new Uint8Array(gzipSync(JSON.stringify(body))),
    }),
  );
  expect(await packed.json()).toMatchObject({ id: 1, result: {} });
});

/** All text that an assistant with these scopes can read before and after it calls a tool. */
async function allWords(scopes: readonly TokenScopeName[]): Promise<string> {
  const client = await connect(ada, scopes);
  const { tools: offered } = await client.listTools();
  const texts = [client.getInstructions(), JSON.stringify(offered)];
  const calls: [string, Record<string, unknown>][] = [
    ["generate", { prompt: "a bay", waitSeconds: 0 }],
    ["generate", { prompt: "a bay", model: "none" }],
    ["generate", { prompt: "x".repeat(40_000) }],
    ["refine", { imageId: picture.id, instruction: "at night", waitSeconds: 0 }],
    ["get_image", { imageId: picture.id }],
    ["list_images", {}],
    ["search_images", { query: "bay" }],
    ["list_threads", {}],
    ["list_models", {}],
    ["share", { imageId: picture.id }],
  ];
  for (const [name, args] of calls) {
    if (offered.some((tool) => tool.name === name))
      texts.push(textOf(await use(client, name, args)));
  }
  return texts.join("\n");
}

test.each([
  [["read"]],
  [["generate"]],
  [["share"]],
  [["read", "share"]],
  [["generate", "share"]],
  [["admin"]],
] as const)("with %j no word names a tool that is not offered", async (scopes) => {
  const offered = await tools(await connect(ada, scopes));
  const allText = await allWords(scopes);
  const names = TOOLS.map(({ name }) => name).filter((name) => !offered.includes(name));
  // "generate" and "share" are also plain English: they count as tools only as code, or next to an id.
  const named = names.filter((name) =>
    (name.includes("_")
      ? new RegExp(`\\b${name}\\b`)
      : new RegExp(`(?:use|with|call|as) ${name}\\b|\\b${name} \\(`)
    ).test(allText),
  );
  expect(named).toEqual([]);
});

test("a refined image keeps its shape unless the prompt names another", async () => {
  const client = await connect(ada);
  const shapeOf = async (name: string, args: Record<string, unknown>) => {
    const answer = await use(client, name, { ...args, waitSeconds: 0 });
    const { turnId = "" } = answer.structuredContent as { turnId?: string };
    const { settings } = await db.turn.findUniqueOrThrow({ where: { id: turnId } });
    return (settings as { shape: string }).shape;
  };
  const square = await makeImage(ada, "#223344", { width: 50, height: 50 });
  expect(await shapeOf("refine", { imageId: square.id, instruction: "at night" })).toBe("1:1");
  expect(await shapeOf("refine", { imageId: square.id, instruction: "in 9:16" })).toBe("9:16");
  const refinement = { imageId: square.id, instruction: "in 9:16", shape: "16:9" };
  expect(await shapeOf("refine", refinement)).toBe("16:9");
  expect(await shapeOf("generate", { prompt: "a bay, 21:9" })).toBe("21:9");
  expect(await shapeOf("generate", { prompt: "a bay" })).toBe("3:2");
});

test("an instruction that is too long gets an error that says so", async () => {
  const answer = await use(await connect(ada), "generate", { prompt: "x".repeat(32_001) });
  expect(answer.isError).toBe(true);
  expect(textOf(answer)).toMatch(/too long, at most 32000 characters/);
});
