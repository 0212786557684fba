import { z } from "zod";
import type { TokenScopeName } from "@/lib/contracts/permissions";

/**
 * One operation: what its path, query and body hold, what it answers, and who may call it.
 * Method and path stand in routes.ts.
 */
export type Operation = {
  /** `instance-owner`: whoever runs the studio; for all others it does not exist (404). */
  access: "anyone" | "signed-in" | "instance-owner";
  /** What a personal access token needs for it; null: not for programs, only for a person who is signed in. */
  scope: TokenScopeName | null;
  /**
   * `person`: reaches beyond one workspace, so that of all tokens only one of the person's own workspace opens it, which
   * stands for the person. So does whatever is the instance owner's.
   */
  reach?: "person";
  params: z.ZodType;
  query: z.ZodType;
  body: z.ZodType | null;
  reply: z.ZodType;
  status: 200 | 201 | 202;
};

export const nothing = z.strictObject({});
export const done = z.object({ ok: z.literal(true) });

/** Where a body is not JSON: the picture's bytes, streamed. */
export const bytes = z.instanceof(ReadableStream<Uint8Array>);
