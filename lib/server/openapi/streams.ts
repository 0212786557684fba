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

const zip: ApiResponse = { description: "A ZIP, streamed.", content: { "application/zip": {} } };

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
      "`original` is the stored file, byte for byte; the numbers are WebP previews by their longer edge in pixels. " +
      "`?download` makes it an attachment. `?recipe` gives the original with prompt, settings and parents in its XMP.",
    tag: "images",
    id: "images.bytes",
    scope: "read",
    parameters: [inPath("imageId", uuid), inPath("variant", variant)],
    reply: picture,
  },
  {
    path: "/s/i/{shareId}/{imageId}/{variant}",
    summary: "Read a picture by a signed address.",
    description:
      "For anyone who has the address, until it expires. The OpenAI-compatible API and MCP's `share` create addresses; " +
      "those of one access token are a link of the kind `addresses`, which can be revoked.",
    tag: "images",
    id: "images.signed",
    scope: "anyone",
    parameters: [
      inPath("shareId", uuid),
      inPath("imageId", uuid),
      inPath("variant", variant),
      inQuery("t", text, "When it was made, in seconds since 1970"),
      inQuery("e", text, "The expiry, in seconds since 1970"),
      inQuery("s", text, "The signature"),
    ],
    reply: picture,
  },
  {
    path: EVENTS_PATH,
    summary: "Subscribe to the workspace's events.",
    description:
      "A stream that stays open. Each `change` is one event as JSON with its number as `id`. `reset`: earlier events are " +
      "no longer stored, so refetch everything. `line`: queue positions have changed. `presence`: the other people in the " +
      "stream's thread. `access`: your rights may have changed; if they have, the stream ends. " +
      "A broken stream resumes from `Last-Event-ID`.",
    tag: "events",
    id: "events.stream",
    scope: "read",
    parameters: [
      inQuery(
        "after",
        { type: "string", pattern: "^\\d{1,18}$" },
        "The number of the last known event, such as `eventSeq` of the studio's state. Default: only new events",
      ),
      inQuery(STREAM_QUERY, uuid, "An id for this stream, to use with `threads.presence`"),
    ],
    reply: {
      description: "Server-sent events.",
      content: { "text/event-stream": { schema: text } },
    },
  },
  {
    path: ATTEMPTS_CSV_PATH,
    summary: "Attempts as a CSV.",
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
    path: "/api/downloads/{downloadId}",
    summary: "Images as a ZIP, with a manifest.",
    description:
      "The originals that downloads.create chose, and manifest.json with prompts, settings, lineage and sums.",
    tag: "downloads",
    id: "downloads.bytes",
    scope: "read",
    parameters: [inPath("downloadId", uuid)],
    reply: zip,
  },
  {
    path: "/api/avatars/{userId}",
    summary: "Read a person's avatar.",
    tag: "account",
    id: "avatars.bytes",
    scope: "read",
    parameters: [inPath("userId", uuid)],
    reply: picture,
  },
  {
    path: ACCOUNT_EXPORT_PATH,
    summary: "Export your own data as a ZIP.",
    description: "With a token, it must belong to your personal workspace.",
    tag: "account",
    id: "account.export",
    scope: "admin",
    reply: zip,
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

/** Describes the routes of this table. */
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
