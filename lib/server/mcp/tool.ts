import "server-only";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type {
  CallToolResult,
  ServerNotification,
  ServerRequest,
} from "@modelcontextprotocol/sdk/types.js";
import type { z } from "zod";
import type { TokenScopeName } from "@/lib/contracts/permissions";
import type { Actor } from "@/lib/server/auth/actor";
import type { Clock } from "@/lib/server/clock";
import { refuseNul } from "@/lib/server/http/refuse-nul";
import { readVariant } from "@/lib/server/domain/images/variant";
import { VARIANT_MEDIA } from "@/lib/server/imaging/variants";
import type { Preview } from "@/lib/server/mcp/previews";
import { sayProblem } from "@/lib/server/mcp/words";

/** The request that a tool serves. */
export type ToolContext = {
  actor: Actor;
  clock: Clock;
  /** The studio's origin as the caller reached it: "https://studio.example". */
  origin: string;
};

/** Whether this caller is offered `look_again`: no answer names a tool that its token lacks. */
export function mayLookAgain({ actor }: ToolContext): boolean {
  return actor.token?.scopes.includes("generate") ?? false;
}

export type ToolCall = ToolContext & {
  /** Aborts when the caller disconnects. */
  signal: AbortSignal;
  /** Reports progress to a caller that requested it; `seconds` since the start. */
  progress(seconds: number, message: string): Promise<void>;
};

export type ToolAnswer = {
  /** What an assistant reads. It contains every id that a next step may need. */
  text: string;
  /** The same result as structured data, for programs. */
  data: Record<string, unknown>;
  previews?: readonly Preview[];
  /** The call failed; `text` says why. */
  isError?: boolean;
};

type Definition<Input extends z.ZodObject> = {
  name: string;
  title: string;
  description: string;
  /** The token needs one of these; else the tool is not offered. */
  scopes: readonly TokenScopeName[];
  isReadOnly: boolean;
  /** Strict: an unknown argument is refused, not ignored. */
  input: Input;
  run(call: ToolCall, input: z.output<Input>): Promise<ToolAnswer>;
};

export type Tool = {
  name: string;
  scopes: readonly TokenScopeName[];
  addTo(server: McpServer, context: ToolContext): void;
};

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** A tool as the protocol's library takes it. What `run` throws becomes a text answer and ends only this call. */
export function defineTool<Input extends z.ZodObject>(definition: Definition<Input>): Tool {
  const { name, title, description, scopes, isReadOnly, input } = definition;
  const annotations = { readOnlyHint: isReadOnly, destructiveHint: false, openWorldHint: false };
  const run = async (
    context: ToolContext,
    given: unknown,
    extra: Extra,
  ): Promise<CallToolResult> => {
    const call = { ...context, signal: extra.signal, progress: progressOf(extra) };
    try {
      const args = input.parse(given);
      refuseNul(args);
      return await toResult(await definition.run(call, args));
    } catch (error) {
      // The caller has disconnected.
      if (extra.signal.aborted) throw error;
      return { content: [{ type: "text", text: sayProblem(error, name) }], isError: true };
    }
  };
  return {
    name,
    scopes,
    addTo: (server, context) =>
      void server.registerTool(
        name,
        { title, description, annotations, inputSchema: asSchema(input) },
        (given: unknown, extra: Extra) => run(context, given, extra),
      ),
  };
}

/** The library infers a handler's argument from the schema; ours takes `unknown` and parses it itself. */
function asSchema(input: z.ZodObject): z.ZodType {
  return input;
}

async function toResult({ text, data, previews = [], isError }: ToolAnswer) {
  const images = await Promise.all(
    previews.map(async ({ sha256, variant }) => ({
      type: "image" as const,
      mimeType: VARIANT_MEDIA,
      data: (await readVariant(sha256, variant)).toString("base64"),
    })),
  );
  return {
    content: [{ type: "text" as const, text }, ...images],
    structuredContent: data,
    ...(isError && { isError }),
  };
}

function progressOf({ _meta, sendNotification }: Extra): ToolCall["progress"] {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return async () => {};
  return (progress, message) =>
    sendNotification({
      method: "notifications/progress",
      params: { progressToken, progress, message },
    });
}
