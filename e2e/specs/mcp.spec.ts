import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { type CallToolResult, CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import type { TokenScopeName } from "@/lib/contracts/permissions";
import { picture, refusal } from "../fixtures/answers";
import type { Studio } from "../fixtures/studio";
import { expect, test } from "../fixtures/test";

// The SDK's client against the running app, without a browser.

async function connect({ api, url }: Studio, scopes: TokenScopeName[]): Promise<Client> {
  const { workspace } = await api.call("studio.state");
  const { token } = await api.call("tokens.create", {
    body: { name: "Assistant", workspaceId: workspace.id, scopes, expiresInDays: 7 },
  });
  const client = new Client({ name: "assistant", version: "1" });
  const headers = { authorization: `Bearer ${token}` };
  const transport = new StreamableHTTPClientTransport(new URL("/mcp", url), {
    requestInit: { headers },
  });
  await client.connect(transport);
  return client;
}

type Made = { threadId: string; turnId: string; images: { id: string; original: string }[] };

const madeOf = (result: CallToolResult) => result.structuredContent as Made;
const textOf = ({ content }: CallToolResult) =>
  content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");

async function use(
  client: Client,
  name: string,
  args: Record<string, unknown>,
  options: Parameters<Client["callTool"]>[2] = {},
): Promise<CallToolResult> {
  return CallToolResultSchema.parse(
    await client.callTool({ name, arguments: args }, undefined, options),
  );
}

test("an assistant makes a picture, changes it, and shares it", async ({ studio }) => {
  const client = await connect(studio, ["read", "generate", "share"]);
  studio.upstream.script([{ ...(await picture(140)), gate: "drawn" }, await picture(200)]);
  const stages: string[] = [];
  const making = use(
    client,
    "generate",
    { prompt: "A tram in the rain" },
    { onprogress: ({ message }) => void stages.push(message ?? "") },
  );
  await studio.upstream.reached("drawn");
  await expect.poll(() => stages).toContain("the model is drawing");
  studio.upstream.release("drawn");
  const first = await making;
  expect(first.isError).toBeFalsy();
  expect(first.content.map(({ type }) => type)).toEqual(["text", "image"]);
  const [made] = madeOf(first).images;

  const second = await use(client, "refine", { imageId: made?.id, instruction: "Make it snow" });
  expect(madeOf(second).threadId).toBe(madeOf(first).threadId);
  const [snow] = madeOf(second).images;
  const { ancestors } = await studio.api.call("images.detail", {
    params: { imageId: (snow?.id ?? "") as never },
  });
  expect(ancestors.map(({ id }) => id)).toEqual([made?.id]);
  expect(studio.upstream.calls().at(-1)?.pictures).toBe(1);

  const shared = await use(client, "share", { imageId: snow?.id });
  const { url } = shared.structuredContent as { url: string };
  // A page for people without an account, which shows this picture.
  expect((await fetch(url)).status).toBe(200);
  const shown: unknown = await (await fetch(`${url}/data`)).json();
  expect(shown).toMatchObject({ kind: "image", images: [{ id: snow?.id }] });
  await client.close();
});

test("an assistant that disconnects finds its picture in the gallery", async ({ studio }) => {
  const client = await connect(studio, ["read", "generate"]);
  studio.upstream.script([{ ...(await picture(30)), gate: "left" }]);
  const leaving = new AbortController();
  const making = use(client, "generate", { prompt: "A heron" }, { signal: leaving.signal });
  await studio.upstream.reached("left");
  leaving.abort();
  await expect(making).rejects.toThrow();
  await client.close();

  studio.upstream.release("left");
  const later = await connect(studio, ["read"]);
  await expect
    .poll(async () => textOf(await use(later, "list_images", { query: "A heron" })))
    .toMatch(/^[0-9a-f-]{36}: /);
  expect(studio.upstream.calls()).toHaveLength(1);
  await later.close();
});

test("an upstream refusal is reported with its billing", async ({ studio }) => {
  const client = await connect(studio, ["generate"]);
  studio.upstream.script([
    refusal(400, { code: "moderation_blocked", message: "Not this.", type: "invalid_request" }),
  ]);
  const refused = await use(client, "generate", { prompt: "Something odd" });
  expect(refused.isError).toBe(true);
  expect(textOf(refused)).toContain("No picture: moderation_blocked. It was not billed.");
  await client.close();
});

test("a request without a token is refused", async ({ studio }) => {
  const response = await fetch(new URL("/mcp", studio.url), {
    method: "POST",
    headers: { "content-type": "application/json", cookie: `${studio.api.session.name}=x` },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }),
  });
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toContain("Bearer");
  const listening = await fetch(new URL("/mcp", studio.url));
  expect(listening.status).toBe(405);
});
