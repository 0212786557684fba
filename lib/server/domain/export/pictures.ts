import "server-only";
import { visibleImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { fileColumns } from "@/lib/server/domain/export/files";
import type { Prisma } from "@/lib/server/generated/prisma/client";

const PAGE = 200;

const pictureColumns = {
  ...fileColumns,
  sha256: true,
  origin: true,
  threadId: true,
  blob: { select: { media: true, byteCount: true, width: true, height: true } },
} satisfies Prisma.ImageSelect;
type PictureRow = Prisma.ImageGetPayload<{ select: typeof pictureColumns }>;

/** The pictures that one made or brought, in every workspace that one is in. Oldest first. */
export async function* readPictures(actor: Actor): AsyncGenerator<PictureRow> {
  let after: string | null = null;
  for (;;) {
    const page: PictureRow[] = await db.image.findMany({
      where: {
        AND: [visibleImages(actor), { createdById: actor.userId }],
        ...(after !== null && { id: { gt: after } }),
      },
      orderBy: { id: "asc" },
      take: PAGE,
      select: pictureColumns,
    });
    yield* page;
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) return;
  }
}
