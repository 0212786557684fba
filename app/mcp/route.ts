import { mcpRoute } from "@/lib/server/mcp/route";

/** POST only: without sessions there is nothing to stream with GET or to end with DELETE. */
export const POST = mcpRoute;
