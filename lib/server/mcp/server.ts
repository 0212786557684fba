import "server-only";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { Tool, ToolContext } from "@/lib/server/mcp/tool";
import {
  getImageTool,
  getThreadTool,
  listImagesTool,
  listModelsTool,
  listThreadsTool,
} from "@/lib/server/mcp/tools/look";
import { generateTool, refineTool } from "@/lib/server/mcp/tools/make";
import { lookAgainTool } from "@/lib/server/mcp/tools/look-again";
import { shareTool } from "@/lib/server/mcp/tools/share";

/** Every tool there is, in the order in which assistants see them. */
export const TOOLS: readonly Tool[] = [
  generateTool,
  refineTool,
  lookAgainTool,
  listModelsTool,
  listImagesTool,
  getImageTool,
  listThreadsTool,
  getThreadTool,
  shareTool,
];

const INSTRUCTIONS = [
  "Pentimento is a studio in which pictures are made by talking. A thread is a tree of turns; a turn is one instruction,",
  "and each of its variations gives a picture. To change a picture use refine with its id: earlier versions stay.",
  "Making pictures usually costs money, so make what was asked for and no more.",
].join(" ");

/** A server for one request: it holds nothing, so any process can answer the next one. */
export function makeMcpServer(context: ToolContext): McpServer {
  const scopes = context.actor.token?.scopes ?? [];
  const allowed = TOOLS.filter((tool) => tool.scopes.some((scope) => scopes.includes(scope)));
  const missing = TOOLS.filter((tool) => !allowed.includes(tool));
  const left = missing.map(({ name, scopes: needed }) => `${name} (${needed.join(" or ")})`);
  const server = new McpServer(
    { name: "pentimento", title: "Pentimento", version: "1.0.0" },
    {
      // Without a tool the library would not even answer that there is none.
      capabilities: { tools: {} },
      instructions:
        left.length === 0
          ? INSTRUCTIONS
          : `${INSTRUCTIONS} This token lacks the scope for: ${left.join(", ")}.`,
    },
  );
  for (const tool of allowed) tool.addTo(server, context);
  return server;
}
