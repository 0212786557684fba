import type { WallSource } from "@/lib/client/wall/wall-source";
import type { WallChunk, WallScope } from "@/lib/client/wall/wall-state";

/** A wall in an order that is not by month is loaded page by page; one chunk stands for what follows. */
export function pageChunk(part: number, count: number): WallChunk {
  return { key: `page/${part}`, month: null, count, tiles: count, bucket: null };
}

/** How many images are loaded. */
export function loadedIn(chunks: readonly WallChunk[]): number {
  return chunks.reduce((sum, { bucket }) => sum + (bucket?.ids.length ?? 0), 0);
}

/**
 * Loads pages until there are as many images as `loaded`.
 * @returns the chunks, and the cursor of the page that follows
 */
export async function loadPages(
  source: WallSource,
  scope: WallScope,
  { total, loaded: wanted }: { total: number; loaded: number },
): Promise<{ chunks: WallChunk[]; cursor: string | null }> {
  const chunks: WallChunk[] = [];
  let cursor: string | null = null;
  while (loadedIn(chunks) < wanted && (chunks.length === 0 || cursor !== null)) {
    const { bucket, nextCursor }: Awaited<ReturnType<WallSource["page"]>> = await source.page(
      scope,
      cursor,
    );
    chunks.push({ ...pageChunk(chunks.length, bucket.ids.length), bucket });
    cursor = nextCursor;
  }
  const isWhole = total === 0 || (chunks.length > 0 && cursor === null);
  if (isWhole) return { chunks, cursor };
  const rest = Math.max(1, total - loadedIn(chunks));
  return { chunks: [...chunks, pageChunk(chunks.length, rest)], cursor };
}
