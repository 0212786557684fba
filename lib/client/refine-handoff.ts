import type { ImageId, ThreadId } from "@/lib/contracts/ids";

let handed: { threadId: ThreadId; imageId: ImageId } | null = null;

/** Before opening a thread from elsewhere: which of its pictures to refine there. */
export function leaveRefined(threadId: ThreadId, imageId: ImageId): void {
  handed = { threadId, imageId };
}

/** Only once. */
export function takeRefined(threadId: ThreadId): ImageId | null {
  if (handed?.threadId !== threadId) return null;
  const { imageId } = handed;
  handed = null;
  return imageId;
}
