import {
  withoutImage,
  withRemoved,
  type Removed,
  type WallChunk,
} from "@/lib/client/wall/wall-state";
import type { ImageId } from "@/lib/contracts/ids";

/** What a tab changed on its wall while the server's replies and events may not have it yet. */
export class LocalChanges {
  /** Images whose next event says nothing new. */
  private readonly own = new Set<ImageId>();
  /** Images that left: a reply that was read before they did still has them. */
  private readonly gone = new Set<ImageId>();
  /** Images put back: a reply that was read before they were does not have them. */
  private readonly restored = new Map<ImageId, Removed>();
  /** How many times this tab moved an image to the trash whose events have not come: by then it may be back. */
  private readonly trashed = new Map<ImageId, number>();

  /** @param isReloading a reply is on its way that may have been read before the change: its event counts then */
  mark(imageId: ImageId, isReloading: boolean): void {
    if (isReloading) this.own.delete(imageId);
    else this.own.add(imageId);
  }

  /** A reload begins: its reply may be older than changes whose events are to come, so these events count. */
  beginReload(): void {
    this.own.clear();
  }

  leave(imageId: ImageId): void {
    this.gone.add(imageId);
    this.restored.delete(imageId);
  }

  beginTrash(imageId: ImageId): void {
    this.trashed.set(imageId, (this.trashed.get(imageId) ?? 0) + 1);
  }

  /** The event has come, or will not come. Returns whether it was of this tab and undone since. */
  endTrash(imageId: ImageId): boolean {
    const count = this.trashed.get(imageId) ?? 0;
    if (count > 1) this.trashed.set(imageId, count - 1);
    else this.trashed.delete(imageId);
    return count > 0 && !this.gone.has(imageId);
  }

  /** `isUndone`: the server brings it back too, and will say so. */
  putBack(imageId: ImageId, removed: Removed, isUndone: boolean): void {
    this.gone.delete(imageId);
    if (isUndone) this.restored.set(imageId, removed);
    else this.own.delete(imageId);
  }

  /** The server said that it is back. Returns whether the wall has that already. */
  confirm(imageId: ImageId, isReloading: boolean): boolean {
    if (!isReloading) this.restored.delete(imageId);
    return this.own.delete(imageId);
  }

  /** From here on the server's replies count for this image. */
  forget(imageId: ImageId): void {
    this.own.delete(imageId);
    this.gone.delete(imageId);
    this.restored.delete(imageId);
  }

  /** It is back, as the next reply will show. */
  returned(imageId: ImageId): void {
    this.gone.delete(imageId);
  }

  /** As `forget`, for all. */
  forgetAll(): void {
    this.gone.clear();
    this.restored.clear();
  }

  /** A reply's chunks with the changes. */
  apply(chunks: readonly WallChunk[]): readonly WallChunk[] {
    let current = chunks;
    for (const imageId of this.gone) current = withoutImage(current, imageId)?.chunks ?? current;
    for (const removed of this.restored.values()) current = withRemoved(current, removed);
    return current;
  }
}
