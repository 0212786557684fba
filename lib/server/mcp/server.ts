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
import { searchImagesTool } from "@/lib/server/mcp/tools/search";
import { shareTool } from "@/lib/server/mcp/tools/share";

/** All tools, in the order that assistants see. */
export const TOOLS: readonly Tool[] = [
  generateTool,
  refineTool,
  lookAgainTool,
  listModelsTool,
  listImagesTool,
  searchImagesTool,
  getImageTool,
  listThreadsTool,
  getThreadTool,
  shareTool,
];

const INSTRUCTIONS = [
  "Pentimento is a studio that makes pictures from a conversation. A thread is a tree of turns; a turn is one instruction,",
  "and each of its variations makes a picture.",
].join(" ");

/** Only for tokens that may generate: no text names a tool that is not offered. */
const MAKING = [
  "To change a picture, use refine with its id: earlier versions are kept.",
  "Making pictures usually costs money, so make only what the person requested.",
].join(" ");

/** A server for one request: it keeps no state, so any process can answer the next one. */
export function makeMcpServer(context: ToolContext): McpServer {
  const scopes = context.actor.token?.scopes ?? [];
  const allowed = TOOLS.filter((tool) => tool.scopes.some((scope) => scopes.includes(scope)));
  const parts = [
    INSTRUCTIONS,
    ...(scopes.includes("generate") ? [MAKING] : []),
    ...(allowed.length < TOOLS.length
      ? [
          "This token's scopes do not cover all tools of this studio; scopes are chosen when a token is created.",
        ]
      : []),
  ];
  const server = new McpServer(
    { name: "pentimento", title: "Pentimento", version: "1.0.0" },
    {
      // With no tools, the library would not even answer the listing.
      capabilities: { tools: {} },
      instructions: parts.join(" "),
    },
  );
  for (const tool of allowed) tool.addTo(server, context);
  return server;
}
