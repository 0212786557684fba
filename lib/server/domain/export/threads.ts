import "server-only";
import { visibleThreads } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { type FileRow, fileColumns, pictureFile } from "@/lib/server/domain/export/files";
import type { Prisma } from "@/lib/server/generated/prisma/client";

const THREADS_PAGE = 50;
/** Instructions may be 32,000 characters long, and so many are in memory at once. */
const TURNS_PAGE = 50;

const threadColumns = {
  id: true,
  createdById: true,
  title: true,
  visibility: true,
  settings: true,
  systemInstruction: true,
  archivedAt: true,
  deletedAt: true,
  createdAt: true,
  lastActivityAt: true,
  workspace: { select: { name: true } },
} satisfies Prisma.ThreadSelect;
export type ThreadOut = Prisma.ThreadGetPayload<{ select: typeof threadColumns }>;

const turnSelect = {
  id: true,
  parentTurnId: true,
  prompt: true,
  settings: true,
  systemInstruction: true,
  createdAt: true,
  createdBy: { select: { name: true } },
  baseImage: { select: fileColumns },
  references: { orderBy: { position: "asc" }, select: { image: { select: fileColumns } } },
  generations: {
    orderBy: [{ position: "asc" }, { tryNumber: "asc" }],
    select: {
      id: true,
      model: true,
      state: true,
      billed: true,
      costMicroUsd: true,
      failureCode: true,
      modelWords: true,
      images: { orderBy: { position: "asc" }, select: fileColumns },
    },
  },
} satisfies Prisma.TurnSelect;
type TurnRow = Prisma.TurnGetPayload<{ select: typeof turnSelect }>;

/** A picture as a turn names it; `file` is null for one that somebody else made. */
export type PictureOut = { id: string; file: string | null };

/** One turn in an export. */
export type TurnOut = Omit<TurnRow, "createdBy" | "baseImage" | "references" | "generations"> & {
  /** Who asked. */
  by: string;
  /** The picture that was refined. */
  baseImage: PictureOut | null;
  references: PictureOut[];
  generations: (Omit<TurnRow["generations"][number], "images"> & { images: PictureOut[] })[];
};

/** One's own threads, deleted ones too, and those of others in which one took part and which one may see. Oldest first. */
export async function* readThreads(actor: Actor): AsyncGenerator<ThreadOut> {
  let after: string | null = null;
  for (;;) {
    const page: ThreadOut[] = await db.thread.findMany({
      where: {
        AND: [
          visibleThreads(actor),
          {
            OR: [
              { createdById: actor.userId },
              { deletedAt: null, turns: { some: { createdById: actor.userId } } },
            ],
          },
        ],
        ...(after !== null && { id: { gt: after } }),
      },
      orderBy: { id: "asc" },
      take: THREADS_PAGE,
      select: threadColumns,
    });
    yield* page;
    after = page.at(-1)?.id ?? null;
    if (page.length < THREADS_PAGE) return;
  }
}

/** The turns of a thread, oldest first: all of one's own thread, and in another's those that one made. */
export async function* readTurns(actor: Actor, thread: ThreadOut): AsyncGenerator<TurnOut> {
  const isOwn = thread.createdById === actor.userId;
  let skip = 0;
  for (;;) {
    const page = await db.turn.findMany({
      where: { threadId: thread.id, ...(!isOwn && { createdById: actor.userId }) },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      skip,
      take: TURNS_PAGE,
      select: turnSelect,
    });
    yield* page.map((row) => toTurnOut(actor, row));
    skip += page.length;
    if (page.length < TURNS_PAGE) return;
  }
}

function toTurnOut(actor: Actor, row: TurnRow): TurnOut {
  const { createdBy, baseImage, references, generations, ...rest } = row;
  const toPicture = (image: FileRow): PictureOut => ({
    id: image.id,
    file: image.createdById === actor.userId ? pictureFile(image) : null,
  });
  return {
    ...rest,
    by: createdBy.name,
    baseImage: baseImage && toPicture(baseImage),
    references: references.map(({ image }) => toPicture(image)),
    generations: generations.map(({ images, ...generation }) => ({
      ...generation,
      images: images.map(toPicture),
    })),
  };
}
