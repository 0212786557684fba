import { z } from "zod";
import type { Permission, TokenScopeName } from "@/lib/contracts/permissions";

/** Everything about one operation of the API. Routes, the API document and the permission matrix derive from it. */
export type Operation = {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** `:name` marks a parameter. */
  path: `/api/${string}`;
  /** One sentence for the API document. */
  summary: string;
  /** `instance-owner`: answers 404 to everyone else. */
  access: "anyone" | "signed-in" | "instance-owner";
  /** Permission needed in the workspace of the object or of the request; null where no workspace is involved. */
  permission: Permission | null;
  /** Scope that an access token needs; null: signed-in people only. */
  scope: TokenScopeName | null;
  /** `person`: reaches beyond one workspace, so only a token of the caller's personal workspace may call it. */
  reach?: "person";
  params: z.ZodType;
  query: z.ZodType;
  body: z.ZodType | null;
  /** The most bytes of a body that is not JSON. Default: `UPLOAD_MAX_BYTES`. */
  bodyMaxBytes?: number;
  reply: z.ZodType;
  status: 200 | 201 | 202;
};

export const nothing = z.strictObject({});
export const done = z.object({ ok: z.literal(true) });

/** A body that is not JSON but a stream of bytes. */
export const bytes = z.instanceof(ReadableStream<Uint8Array>);
