import { mcpRoute } from "@/lib/server/mcp/route";

/** POST alone: without sessions there is nothing to listen to with GET, and nothing to end with DELETE. */
export const POST = mcpRoute;
