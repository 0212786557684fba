import { z } from "zod";
import { threadId, userId } from "@/lib/contracts/ids";

/** A person who is viewing a thread. */
const presentUser = z.object({ id: userId, name: z.string() });
export type PresentUser = z.infer<typeof presentUser>;

/** Who else is viewing this tab's thread, each person once. */
export const presenceFrame = z.object({ threadId, people: z.array(presentUser) });
export type PresenceFrame = z.infer<typeof presenceFrame>;

export const presenceBody = z.strictObject({
  /** The tab's event stream; when it ends, the tab is gone. */
  streamId: z.uuid(),
  /** False: the tab shows something else or is hidden. */
  isHere: z.boolean(),
});
export type PresenceBody = z.infer<typeof presenceBody>;
