import "server-only";
import { visibleImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { fileColumns } from "@/lib/server/domain/export/files";
import { readAllById } from "@/lib/server/domain/lists/page";
import type { Prisma } from "@/lib/server/generated/prisma/client";

const PAGE = 200;

const imageColumns = {
  ...fileColumns,
  origin: true,
  threadId: true,
  width: true,
  height: true,
  blob: { select: { media: true, byteCount: true } },
} satisfies Prisma.ImageSelect;
type ImageRow = Prisma.ImageGetPayload<{ select: typeof imageColumns }>;

/** The images that the actor created or uploaded, in every workspace they are a member of. Oldest first. */
export function readImages(actor: Actor): AsyncGenerator<ImageRow> {
  return readAllById(PAGE, ({ where, orderBy, take }) =>
    db.image.findMany({
      where: { AND: [visibleImages(actor), { createdById: actor.userId }, where] },
      orderBy,
      take,
      select: imageColumns,
    }),
  );
}
