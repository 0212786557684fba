import { z } from "zod";
import { userId, workspaceId } from "@/lib/contracts/ids";
import { PASSWORD_MAX_CHARS } from "@/lib/contracts/limits";

/** What happens to a team workspace when a member deletes their account. */
export const workspaceFate = z.object({
  id: workspaceId,
  name: z.string(),
  /**
   * `goes`: deleted, because nobody else is in it. `hand_over_first`: its only owner cannot leave. `choose`: the
   * person decides about their threads.
   */
  fate: z.enum(["goes", "hand_over_first", "choose"]),
  privateThreads: z.int(),
  visibleThreads: z.int(),
  /** Members who can take over the threads. */
  heirs: z.array(z.object({ userId, name: z.string() })),
});
export type WorkspaceFate = z.infer<typeof workspaceFate>;

export const deletionPlan = z.object({
  email: z.string(),
  hasPassword: z.boolean(),
  /** The last instance owner cannot delete their account. */
  isLastInstanceOwner: z.boolean(),
  /** Deleted with the personal workspace. */
  personal: z.object({ threads: z.int(), images: z.int() }),
  workspaces: z.array(workspaceFate),
});
export type DeletionPlan = z.infer<typeof deletionPlan>;

/** A decision for each workspace with `choose`. */
export const deletionChoice = z.discriminatedUnion("threads", [
  /** Another member takes over all threads, including private ones. */
  z.strictObject({ workspaceId, threads: z.literal("hand_over"), to: userId }),
  /** Private threads are deleted; visible ones stay, by a former member. */
  z.strictObject({ workspaceId, threads: z.literal("leave") }),
]);
export type DeletionChoice = z.infer<typeof deletionChoice>;

export const deletionBody = z.strictObject({
  /** Empty for accounts without a password, which need a recent sign-in instead. */
  currentPassword: z.string().max(PASSWORD_MAX_CHARS),
  /** The account's e-mail address, typed as confirmation. */
  confirmation: z.string().max(254),
  choices: z.array(deletionChoice).max(1_000),
});
export type DeletionBody = z.infer<typeof deletionBody>;
