import { z } from "zod";
import { userId, workspaceId } from "@/lib/contracts/ids";
import { PASSWORD_MAX_CHARS } from "@/lib/contracts/limits";

/** What becomes of one team workspace when somebody in it deletes their account. */
export const workspaceFate = z.object({
  id: workspaceId,
  name: z.string(),
  /**
   * `goes`: nobody else is in it, so it goes too. `hand_over_first`: its only owner cannot go. `choose`: what becomes of
   * one's threads there is for oneself to say.
   */
  fate: z.enum(["goes", "hand_over_first", "choose"]),
  privateThreads: z.int(),
  visibleThreads: z.int(),
  /** Who could take the threads over. */
  heirs: z.array(z.object({ userId, name: z.string() })),
});
export type WorkspaceFate = z.infer<typeof workspaceFate>;

export const deletionPlan = z.object({
  email: z.string(),
  hasPassword: z.boolean(),
  /** The last one who runs the studio stays. */
  isLastInstanceOwner: z.boolean(),
  /** What goes with the personal workspace. */
  personal: z.object({ threads: z.int(), images: z.int() }),
  workspaces: z.array(workspaceFate),
});
export type DeletionPlan = z.infer<typeof deletionPlan>;

/** For each workspace whose fate is `choose`. */
export const deletionChoice = z.discriminatedUnion("threads", [
  /** All threads of mine there, private ones too, become another member's. */
  z.strictObject({ workspaceId, threads: z.literal("hand_over"), to: userId }),
  /** Private ones are deleted; visible ones stay, by a former member. */
  z.strictObject({ workspaceId, threads: z.literal("leave") }),
]);
export type DeletionChoice = z.infer<typeof deletionChoice>;

export const deletionBody = z.strictObject({
  /** Empty where the account has none: then a recent sign-in counts in its place. */
  currentPassword: z.string().max(PASSWORD_MAX_CHARS),
  /** One's own address, typed. */
  confirmation: z.string().max(254),
  choices: z.array(deletionChoice).max(1_000),
});
export type DeletionBody = z.infer<typeof deletionBody>;
