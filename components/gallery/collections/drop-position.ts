import { tilesOf } from "@/components/gallery/layout";
import type { WallLayout } from "@/components/gallery/wall-layout";
import { visibleBetween } from "@/components/gallery/wall-position";
import { imagesWhere } from "@/lib/client/wall/wall-many";
import type { ImageId } from "@/lib/contracts/ids";

/** Between two pictures of a row; `beforeId` is null at the end of the wall. */
export type DropPosition = {
  left: number;
  top: number;
  height: number;
  beforeId: ImageId | null;
};

/** Where a picture that is dropped at this point of the wall goes. Null beside all rows. */
export function dropPositionAt(layout: WallLayout, x: number, y: number): DropPosition | null {
  const found = visibleBetween(layout, y, y).rows.find(
    ({ row, top }) => y >= top - layout.options.gap && y <= top + row.height,
  );
  if (!found) return null;
  const { row, top, bucket } = found;
  const tiles = tilesOf(row, bucket.ratios, layout.options);
  const next = tiles.find(({ left, width }) => x < left + width / 2);
  const last = tiles.at(-1);
  const at = { top, height: row.height };
  if (next) return { ...at, left: next.left, beforeId: bucket.ids[next.index] ?? null };
  if (!last) return null;
  const order = imagesWhere(
    layout.chunks.map(({ chunk }) => chunk),
    () => true,
  );
  const lastId = bucket.ids[last.index];
  const after = lastId === undefined ? -1 : order.indexOf(lastId);
  return { ...at, left: last.left + last.width, beforeId: order[after + 1] ?? null };
}
