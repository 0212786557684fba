import type { ImageId } from "@/lib/contracts/ids";

/** How many times a tab moved an image to the trash whose events have not come: by then it may be back. */
export class PendingTrash {
  private readonly counts = new Map<ImageId, number>();

  begin(imageId: ImageId): void {
    this.counts.set(imageId, (this.counts.get(imageId) ?? 0) + 1);
  }

  /** The event has come, or will not come. Returns whether it was of this tab. */
  end(imageId: ImageId): boolean {
    const count = this.counts.get(imageId) ?? 0;
    if (count > 1) this.counts.set(imageId, count - 1);
    else this.counts.delete(imageId);
    return count > 0;
  }
}
