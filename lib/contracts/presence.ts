import { z } from "zod";
import { threadId, userId } from "@/lib/contracts/ids";

/** Somebody who looks at a thread. */
const onlooker = z.object({ id: userId, name: z.string() });
export type Onlooker = z.infer<typeof onlooker>;

/** What an event stream says of the thread that its tab looks at: who else does, each person once. */
export const presenceFrame = z.object({ threadId, people: z.array(onlooker) });
export type PresenceFrame = z.infer<typeof presenceFrame>;

export const presenceBody = z.strictObject({
  /** The tab's event stream, by the id that it gave it: with the stream's end the tab is gone. */
  streamId: z.uuid(),
  /** False: the tab looks at something else, or is hidden. */
  isHere: z.boolean(),
});
export type PresenceBody = z.infer<typeof presenceBody>;
