import type { ImageId, ThreadId } from "@/lib/contracts/ids";

type Handed = { imageId: ImageId; act: "refine" | "vary" };

let handed: (Handed & { threadId: ThreadId }) | null = null;

/** Before opening a thread from elsewhere: what to do there with one of its pictures. */
export function leavePicture(threadId: ThreadId, imageId: ImageId, act: Handed["act"]): void {
  handed = { threadId, imageId, act };
}

/** Only once, and only when the thread shows a picture that `isThere`. */
export function takePicture(
  threadId: ThreadId,
  isThere: (handed: Handed) => boolean,
): Handed | null {
  if (handed?.threadId !== threadId || !isThere(handed)) return null;
  const taken = handed;
  handed = null;
  return taken;
}
