import { z } from "zod";

/**
 * One operation: what its path, query and body hold, what it answers, and who may call it.
 * Method and path stand in routes.ts.
 */
export type Operation = {
  access: "anyone" | "signed-in";
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
