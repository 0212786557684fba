import "server-only";
import { db } from "@/lib/server/db";
import { parseSha256, type Sha256 } from "@/lib/server/blobs/store";
import type { VariantName } from "@/lib/server/imaging/variants";

export type Preview = { sha256: Sha256; variant: VariantName };

/** The previews of images that were already authorized, in their order. */
export async function previewsOf(
  imageIds: readonly string[],
  variant: VariantName,
): Promise<Preview[]> {
  const rows = await db.image.findMany({
    where: { id: { in: [...imageIds] } },
    select: { id: true, sha256: true },
  });
  const byId = new Map(rows.map(({ id, sha256 }) => [id, sha256]));
  return imageIds.flatMap((id) => {
    const sha256 = byId.get(id);
    return sha256 === undefined || sha256 === null
      ? []
      : [{ sha256: parseSha256(sha256), variant }];
  });
}
