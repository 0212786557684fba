import "server-only";
import {
  ACCOUNT_EXPORT_PATH,
  AUDIT_CSV_PATHS,
  ATTEMPTS_CSV_PATH,
  EVENTS_PATH,
  SPENDING_CSV_PATH,
} from "@/lib/contracts/paths";
import { STREAM_QUERY } from "@/lib/contracts/presence-beat";
import { DERIVATIVE_WIDTHS } from "@/lib/contracts/limits";
import type { ApiOperation, ApiParameter, ApiResponse, JsonSchema } from "@/lib/contracts/openapi";
import type { TokenScopeName } from "@/lib/contracts/permissions";
import { type Described, INSTANCE_WORDS, securityOf } from "@/lib/server/openapi/from-operations";
import { problemsOf } from "@/lib/server/openapi/problems";

// Routes that answer bytes, files or streams are not operations of the contracts: they are described here by hand, and
// a test compares this table with the folders under app/api.

const text: JsonSchema = { type: "string" };
const uuid: JsonSchema = { type: "string", format: "uuid" };
const variant: JsonSchema = {
  type: "string",
  enum: ["original", ...DERIVATIVE_WIDTHS.map(String)],
};

const inPath = (name: string, schema: JsonSchema, description?: string): ApiParameter => ({
  name,
  in: "path",
  required: true,
  schema,
  ...(description !== undefined && { description }),
});

const inQuery = (name: string, schema: JsonSchema, description: string): ApiParameter => ({
  name,
  in: "query",
  required: false,
  schema,
  description,
});

const picture: ApiResponse = {
  description: "The picture. Ranges and `If-None-Match` are honoured.",
  content: { "image/*": {} },
};

const csv: ApiResponse = {
  description: "UTF-8, a header line, CRLF.",
  content: { "text/csv": { schema: text } },
};

type File = {
  path: string;
  summary: string;
  description?: string;
  tag: string;
  id: string;
  scope: TokenScopeName | null | "anyone";
  parameters?: ApiParameter[];
  reply: ApiResponse;
};

const days = [
  inQuery("from", text, "A day in UTC, or an instant"),
  inQuery("to", text, "A day in UTC, which is included, or an instant, which is not"),
];

const FILES: File[] = [
  {
    path: "/api/images/{imageId}/{variant}",
    summary: "Read a picture's bytes.",
    description:
      "`original` is the file as it came, byte for byte; the numbers are WebP previews by their longer edge. " +
      "`?download` makes it an attachment.",
    tag: "images",
    id: "images.bytes",
    scope: "read",
    parameters: [inPath("imageId", uuid), inPath("variant", variant)],
    reply: picture,
  },
  {
    path: "/i/{imageId}/{variant}",
    summary: "Read a picture by a signed address.",
    description:
      "For whoever has the address, until it expires. Addresses come from the door and from MCP's `share`.",
    tag: "images",
    id: "images.signed",
    scope: "anyone",
    parameters: [
      inPath("imageId", uuid),
      inPath("variant", variant),
      inQuery("e", text, "When it expires, in seconds since 1970"),
      inQuery("s", text, "The signature"),
    ],
    reply: picture,
  },
  {
    path: EVENTS_PATH,
    summary: "Follow what happens in the workspace.",
    description:
      "A stream that stays open. Each `change` is one event as JSON with its number as `id`; `reset` says that events " +
      "before it are forgotten and everything is to be read anew; `line` says that places in the line have moved, " +
      "`presence` who else looks at a thread, `access` that one's rights have changed: where they are others, it then ends. " +
      "A stream that broke goes on from `Last-Event-ID`.",
    tag: "events",
    id: "events.stream",
    scope: "read",
    parameters: [
      inQuery(
        "after",
        { type: "string", pattern: "^\\d{1,18}$" },
        "The number of the last event that is known, such as `eventSeq` of the studio's state; left out: from now on",
      ),
      inQuery(STREAM_QUERY, uuid, "A name for this stream, by which `threads.presence` knows it"),
    ],
    reply: {
      description: "Server-sent events.",
      content: { "text/event-stream": { schema: text } },
    },
  },
  {
    path: ATTEMPTS_CSV_PATH,
    summary: "Sendings as a CSV.",
    tag: "usage",
    id: "usage.attemptsCsv",
    scope: "read",
    parameters: [inQuery("outcome", text, "As in `usage.attempts`"), ...days],
    reply: csv,
  },
  {
    path: SPENDING_CSV_PATH,
    summary: "Spending as a CSV, by day, member, model and kind of key.",
    tag: "usage",
    id: "usage.spendingCsv",
    scope: "read",
    parameters: days,
    reply: csv,
  },
  {
    path: AUDIT_CSV_PATHS.workspace,
    summary: "The workspace's audit log as a CSV.",
    tag: "audit",
    id: "audit.csv",
    scope: "admin",
    parameters: days,
    reply: csv,
  },
  {
    path: AUDIT_CSV_PATHS.instance,
    summary: "The whole audit log as a CSV.",
    description: INSTANCE_WORDS,
    tag: "instance",
    id: "instance.auditCsv",
    scope: "admin",
    parameters: days,
    reply: csv,
  },
  {
    path: "/api/avatars/{userId}",
    summary: "Read somebody's own picture.",
    tag: "account",
    id: "avatars.bytes",
    scope: "read",
    parameters: [inPath("userId", uuid)],
    reply: picture,
  },
  {
    path: ACCOUNT_EXPORT_PATH,
    summary: "All that is one's own, as a ZIP.",
    description: "Of tokens, only one of your personal workspace opens it.",
    tag: "account",
    id: "account.export",
    scope: "admin",
    reply: { description: "A ZIP, streamed.", content: { "application/zip": {} } },
  },
  {
    path: "/api/openapi.json",
    summary: "This document.",
    tag: "studio",
    id: "studio.openapi",
    scope: "anyone",
    reply: {
      description: "OpenAPI 3.1.",
      content: { "application/json": { schema: { type: "object" } } },
    },
  },
];

/** Routes under /api that only our own pages use; they are not documented. */
export const NOT_DESCRIBED: readonly string[] = [
  // next-auth's own protocol, for its client.
  "/api/auth/[...nextauth]",
];

export function describeFiles(): Described[] {
  return FILES.map(({ path, summary, description, tag, id, scope, parameters, reply }) => {
    const operation: ApiOperation = {
      operationId: id,
      summary,
      ...(description !== undefined && { description }),
      tags: [tag],
      security: scope === "anyone" ? securityOf("anyone", null) : securityOf("signed-in", scope),
      ...(parameters && { parameters }),
      responses: {
        200: reply,
        ...problemsOf({
          isOpen: scope === "anyone",
          canBeMissing: parameters?.some((one) => one.in === "path") ?? false,
          canBeWrong: parameters?.some((one) => one.in === "query") ?? false,
        }),
      },
    };
    return { path, method: "get", operation };
  });
}
