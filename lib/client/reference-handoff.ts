import type { ImageId } from "@/lib/contracts/ids";

let handed: readonly ImageId[] = [];

/** Before opening a new thread from elsewhere: the references that its composer takes. */
export function leaveReferences(imageIds: readonly ImageId[]): void {
  handed = imageIds;
}

/** Only once. */
export function takeReferences(): readonly ImageId[] {
  const imageIds = handed;
  handed = [];
  return imageIds;
}
