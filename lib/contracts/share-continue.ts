import { z } from "zod";
import { imageId, threadId, workspaceId } from "@/lib/contracts/ids";

/** "Continue in my studio": what a visitor with an account takes over from a link. */

/** Where the visitor may continue. */
export const continueOffer = z.object({
  /** Null for a guest, who must sign in first. */
  person: z
    .object({
      name: z.string(),
      /** Where they may create threads, the personal one first. */
      workspaces: z.array(z.object({ id: workspaceId, name: z.string(), isPersonal: z.boolean() })),
    })
    .nullable(),
});
export type ContinueOffer = z.infer<typeof continueOffer>;

export const continueBody = z.strictObject({
  /** One that the link shows. */
  imageId,
  /** Default: the personal workspace. */
  workspaceId: workspaceId.optional(),
  /** Created by the client once per click; a repeated request with the same key returns the same thread. */
  idempotencyKey: z.uuid(),
});
export type ContinueBody = z.infer<typeof continueBody>;

export const continued = z.object({
  threadId,
  workspaceId,
  /** The page of the thread, with the image chosen to be refined. */
  path: z.string(),
});
export type Continued = z.infer<typeof continued>;
