import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { type CallToolResult, CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { TOKEN_SCOPES, type TokenScopeName } from "@/lib/contracts/permissions";
import { systemClock } from "@/lib/server/clock";
import type { Actor } from "@/lib/server/auth/actor";
import { inTransaction } from "@/lib/server/db";
import { createToken } from "@/lib/server/domain/tokens/commands";
import { mcpRoute } from "@/lib/server/mcp/route";

export const ADDRESS = new URL("http://studio.test/mcp");

export async function tokenOf(actor: Actor, scopes: readonly TokenScopeName[]): Promise<string> {
  const tokenInput = {
    userId: actor.userId,
    workspaceId: actor.workspaceId,
    name: "assistant",
    scopes,
  };
  const { token } = await inTransaction((tx) =>
    createToken(tx, actor, { ...tokenInput, expiresAt: null }, { clock: systemClock }),
  );
  return token;
}

/** The SDK's own client; its requests go straight to the route. */
export async function connect(actor: Actor, scopes: readonly TokenScopeName[] = TOKEN_SCOPES) {
  const authorization = `Bearer ${await tokenOf(actor, scopes)}`;
  const client = new Client({ name: "test", version: "1" });
  const transport = new StreamableHTTPClientTransport(ADDRESS, {
    requestInit: { headers: { authorization } },
    fetch: async (url, init) =>
      init?.method === "POST"
        ? mcpRoute(mcpRequest(url, init))
        : new Response(null, { status: 405 }),
  });
  await client.connect(transport);
  return client;
}

export function mcpRequest(url: string | URL, init: RequestInit = {}): Request {
  const headers = new Headers(init.headers);
  headers.set("host", ADDRESS.host);
  return new Request(url, { ...init, headers });
}

export async function use(client: Client, name: string, args: Record<string, unknown> = {}) {
  return CallToolResultSchema.parse(await client.callTool({ name, arguments: args }));
}

export const textOf = ({ content }: CallToolResult) =>
  content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");

export const imagesOf = ({ content }: CallToolResult) =>
  content.flatMap((part) => (part.type === "image" ? [part] : []));

export const tools = async (client: Client) =>
  (await client.listTools()).tools.map(({ name }) => name);

export function post(headers: Record<string, string>, body: unknown = {}): Promise<Response> {
  return mcpRoute(mcpRequest(ADDRESS, { method: "POST", headers, body: JSON.stringify(body) }));
}
