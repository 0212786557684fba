import "server-only";
import { visibleImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { fileColumns } from "@/lib/server/domain/export/files";
import type { Prisma } from "@/lib/server/generated/prisma/client";

const PAGE = 200;

const imageColumns = {
  ...fileColumns,
  sha256: true,
  origin: true,
  threadId: true,
  blob: { select: { media: true, byteCount: true, width: true, height: true } },
} satisfies Prisma.ImageSelect;
type ImageRow = Prisma.ImageGetPayload<{ select: typeof imageColumns }>;

/** The images that the actor created or uploaded, in every workspace they are a member of. Oldest first. */
export async function* readImages(actor: Actor): AsyncGenerator<ImageRow> {
  let after: string | null = null;
  for (;;) {
    const page: ImageRow[] = await db.image.findMany({
      where: {
        AND: [visibleImages(actor), { createdById: actor.userId }],
        ...(after !== null && { id: { gt: after } }),
      },
      orderBy: { id: "asc" },
      take: PAGE,
      select: imageColumns,
    });
    yield* page;
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) return;
  }
}
