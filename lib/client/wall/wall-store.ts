import { LocalChanges } from "@/lib/client/wall/local-changes";
import { serverSource, type WallSource } from "@/lib/client/wall/wall-source";
import { loadedIn, loadPages, pageChunk } from "@/lib/client/wall/wall-pages";
import {
  chunksOf,
  filledChunk,
  imagesOfMonth,
  isPaged,
  type Removed,
  sliceOf,
  totalOf,
  type WallChunk,
  type WallScope,
  withBucket,
  withFavourite,
  withoutImage,
  withRemoved,
} from "@/lib/client/wall/wall-state";
import type { ImageEvent } from "@/lib/contracts/events";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageMonths } from "@/lib/contracts/images";

export type WallState = {
  status: "loading" | "ready" | "failed";
  error: unknown;
  chunks: readonly WallChunk[];
  /** Images, stacked ones too. */
  total: number;
  tiles: number;
  /** Images that arrived since, and are not on the wall yet. */
  news: number;
  /** Chunks that could not be loaded. */
  failed: ReadonlySet<string>;
};

/** Wait this long for more events before asking for the counts. */
const NEWS_DELAY_MS = 700;

/**
 * The images of one wall. It is a snapshot: what arrives is counted as news and shown when asked for, or at once while
 * the reader is at the top. What leaves, leaves at once.
 */
export class WallStore {
  private state: WallState = {
    status: "loading",
    error: null,
    chunks: [],
    total: 0,
    tiles: 0,
    news: 0,
    failed: new Set(),
  };
  private readonly listeners = new Set<() => void>();
  private readonly loading = new Map<string, Promise<void>>();
  /** Rises with each reload; replies to earlier requests are dropped. */
  private generation = 0;
  private cursor: string | null = null;
  private newsTimer: ReturnType<typeof setTimeout> | undefined;
  private mayHaveNews = false;
  private reloads = 0;
  private readonly local = new LocalChanges();
  private followsNews: (() => boolean) | null = null;

  constructor(
    readonly scope: WallScope,
    private readonly source: WallSource = serverSource,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.mayHaveNews) this.lookForNews();
    return () => this.listeners.delete(listener);
  };
  readonly getState = (): WallState => this.state;

  /**
   * Loads the counts, then again what was loaded; what is on screen stays until its successor is there.
   * @param how `added`: only images were added, so months of the same count are unchanged
   */
  async reload(how: "all" | "added" = "all"): Promise<void> {
    this.generation += 1;
    const { generation } = this;
    this.reloads += 1;
    this.local.beginReload();
    clearTimeout(this.newsTimer);
    this.mayHaveNews = false;
    if (this.state.status !== "ready") this.set({ status: "loading", error: null });
    try {
      const months = await this.source.months(this.scope);
      const { chunks, cursor } = await this.fill(months, how);
      if (generation !== this.generation) return;
      this.cursor = cursor;
      this.loading.clear();
      const current = this.local.apply(chunks);
      this.set({ status: "ready", error: null, chunks: current, news: 0, failed: new Set() });
    } catch (error) {
      if (generation !== this.generation) return;
      if (this.state.status !== "ready") this.set({ status: "failed", error });
    } finally {
      this.reloads -= 1;
    }
  }

  /** For the wall on screen: `mayFollow` says whether news may be shown at once. Returns how to end that. */
  follow(mayFollow: () => boolean): () => void {
    this.followsNews = mayFollow;
    return () => {
      this.followsNews = null;
    };
  }

  /** Loads chunks that come near the visible area. */
  readonly need = (keys: readonly string[]): void => {
    for (const key of keys) void this.load(key);
  };

  retry(): void {
    const failed = [...this.state.failed];
    this.set({ failed: new Set() });
    this.need(failed);
  }

  /** Resolves once these chunks are loaded, or could not be. */
  async loadAll(keys: readonly string[]): Promise<void> {
    await Promise.all(keys.map((key) => this.load(key)));
  }

  /** Changes what is shown before the server has confirmed it. */
  rewrite(change: (chunks: readonly WallChunk[]) => WallChunk[]): void {
    this.set({ chunks: change(this.state.chunks) });
  }

  private async load(key: string): Promise<void> {
    const chunk = this.state.chunks.find((one) => one.key === key);
    if (!chunk || chunk.bucket !== null || this.state.failed.has(key)) return;
    const loading = this.loading.get(key) ?? this.fetchChunk(chunk);
    this.loading.set(key, loading);
    await loading;
  }

  private async fetchChunk(chunk: WallChunk): Promise<void> {
    const { key } = chunk;
    const { generation } = this;
    try {
      const chunks = await this.chunksWith(chunk);
      if (generation === this.generation) {
        this.set({ chunks: this.local.apply(chunks(this.state.chunks)) });
      }
    } catch {
      if (generation === this.generation) {
        this.set({ failed: new Set([...this.state.failed, key]) });
      }
    } finally {
      if (generation === this.generation) this.loading.delete(key);
    }
  }

  /** How the chunks change with this one loaded. */
  private async chunksWith(
    chunk: WallChunk,
  ): Promise<(chunks: readonly WallChunk[]) => WallChunk[]> {
    if (chunk.month !== null) {
      const slice = sliceOf(this.state.chunks, chunk);
      const bucket = await this.source.bucket(this.scope, chunk.month, slice);
      return (chunks) => withBucket(chunks, chunk.key, bucket);
    }
    const { bucket, nextCursor } = await this.source.page(this.scope, this.cursor);
    return (chunks) => {
      this.cursor = nextCursor;
      const loaded = withBucket(chunks, chunk.key, bucket);
      const rest = chunk.count - bucket.ids.length;
      return nextCursor === null || rest <= 0
        ? loaded
        : [...loaded, pageChunk(loaded.length, rest)];
    };
  }

  /** The chunks of new counts, with those loaded that the old ones had loaded. */
  private async fill(
    months: ImageMonths,
    how: "all" | "added",
  ): Promise<{ chunks: WallChunk[]; cursor: string | null }> {
    const { scope, source } = this;
    if (isPaged(scope.sort)) {
      const total = months.months.reduce((sum, { count }) => sum + count, 0);
      return loadPages(source, scope, { total, loaded: loadedIn(this.state.chunks) });
    }
    const chunks = chunksOf(months, scope.sort);
    const { chunks: before } = this.state;
    const known = new Map(before.map((chunk) => [chunk.key, chunk]));
    // Of the whole month: what is new in it moves its later parts.
    const isSameMonth = (month: string) =>
      imagesOfMonth(before, month) === imagesOfMonth(chunks, month);
    const filled = await Promise.all(
      chunks.map(async (chunk) => {
        const old = known.get(chunk.key);
        if (!old?.bucket || chunk.month === null) return chunk;
        if (how === "added" && isSameMonth(chunk.month)) return old;
        const bucket = await source.bucket(scope, chunk.month, sliceOf(chunks, chunk));
        return filledChunk(chunk, bucket);
      }),
    );
    return { chunks: filled, cursor: null };
  }

  /** Null for an image that is not on the wall. */
  remove(imageId: ImageId): Removed | null {
    this.local.mark(imageId, this.reloads > 0);
    return this.takeOff(imageId);
  }

  /** As `remove`, for one that goes to the trash. */
  trash(imageId: ImageId): Removed | null {
    const removed = this.remove(imageId);
    if (removed) this.local.beginTrash(imageId);
    return removed;
  }

  /** Moving it to the trash failed: no event will come. */
  endTrash(imageId: ImageId): void {
    this.local.endTrash(imageId);
  }

  private takeOff(imageId: ImageId): Removed | null {
    this.local.leave(imageId);
    const done = withoutImage(this.state.chunks, imageId);
    if (done === null) return null;
    this.set({ chunks: done.chunks });
    return done.removed;
  }

  /** `isUndone`: the server brings it back too, and will say so. */
  putBack(removed: Removed, { isUndone }: { isUndone: boolean }): void {
    for (const imageId of removed.image.ids) {
      this.local.putBack(imageId, removed, isUndone);
      if (isUndone) this.local.mark(imageId, this.reloads > 0);
    }
    this.set({ chunks: withRemoved(this.state.chunks, removed) });
  }

  setFavourite(imageId: ImageId, isFavourite: boolean): void {
    this.local.mark(imageId, this.reloads > 0);
    this.set({ chunks: withFavourite(this.state.chunks, imageId, isFavourite) });
  }

  takeEvent(payload: ImageEvent): void {
    if (payload.kind === "images.changed") this.local.forgetAll();
    else if (this.knows(payload)) return;
    this.mayHaveNews = true;
    if (this.listeners.size > 0) this.lookForNews();
  }

  /** Takes what the event says; returns whether the wall is right without a look at the server. */
  private knows({ kind, image: { id, state } }: Exclude<ImageEvent, { kind: "images.changed" }>) {
    const isInTrash = this.scope.view === "trash";
    if (kind === "image.trashed" && !isInTrash) {
      if (this.local.endTrash(id)) return true;
      this.local.forget(id);
      this.takeOff(id);
      return true;
    }
    if (this.local.confirm(id, this.reloads > 0)) return true;
    const isPurged = kind === "image.changed" && state === "purged";
    const leaves = isPurged || (kind === "image.changed" && isInTrash);
    if (leaves) this.takeOff(id);
    else this.local.returned(id);
    return leaves;
  }

  /** An undo failed: the server's replies count again. */
  forget(imageId: ImageId): void {
    this.local.forget(imageId);
  }

  private lookForNews(): void {
    clearTimeout(this.newsTimer);
    this.newsTimer = setTimeout(() => void this.countNews(), NEWS_DELAY_MS);
  }

  private async countNews(): Promise<void> {
    if (this.state.status !== "ready") return;
    this.mayHaveNews = false;
    const months = await this.source.months(this.scope).catch(() => null);
    if (months === null) return;
    const news = months.months.reduce((sum, { count }) => sum + count, 0) - this.state.total;
    // Without something new, what is shown may have changed: a favourite on another device, a restored thread.
    if (news <= 0) await this.reload();
    else if (this.followsNews?.() === true) await this.reload("added");
    else this.set({ news });
  }

  private set(change: Partial<WallState>): void {
    const next = { ...this.state, ...change };
    const tiles = next.chunks.reduce((sum, chunk) => sum + chunk.tiles, 0);
    this.state = { ...next, total: totalOf(next.chunks), tiles };
    for (const listener of this.listeners) listener();
  }
}
