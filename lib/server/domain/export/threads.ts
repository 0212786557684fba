import "server-only";
import { visibleThreads } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { type FileRow, fileColumns, imageFile } from "@/lib/server/domain/export/files";
import { readAllById, readAllPages, readPage } from "@/lib/server/domain/lists/page";
import type { Prisma } from "@/lib/server/generated/prisma/client";

const THREADS_PAGE = 50;
/** A page is in memory at once, and instructions may have 32,000 characters. */
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

/** An image of a turn; `file` is null for one that another user created, or that was purged. */
export type ImageOut = { id: string; file: string | null };

export type TurnOut = Omit<TurnRow, "createdBy" | "baseImage" | "references" | "generations"> & {
  /** The creator's name. */
  by: string;
  /** The image that was refined. */
  baseImage: ImageOut | null;
  references: ImageOut[];
  generations: (Omit<TurnRow["generations"][number], "images"> & { images: ImageOut[] })[];
};

/**
 * The actor's own threads, deleted ones included, and visible threads of others in which they created turns. Oldest
 * first.
 */
export function readThreads(actor: Actor): AsyncGenerator<ThreadOut> {
  const ownOrSharedIn = {
    OR: [
      { createdById: actor.userId },
      { deletedAt: null, turns: { some: { createdById: actor.userId } } },
    ],
  };
  return readAllById(THREADS_PAGE, ({ where, orderBy, take }) =>
    db.thread.findMany({
      where: { AND: [visibleThreads(actor), ownOrSharedIn, where] },
      orderBy,
      take,
      select: threadColumns,
    }),
  );
}

/** A thread's turns, oldest first: all of the actor's own thread, but only the actor's turns in others' threads. */
export async function* readTurns(actor: Actor, thread: ThreadOut): AsyncGenerator<TurnOut> {
  const isOwn = thread.createdById === actor.userId;
  const scope = { threadId: thread.id, ...(!isOwn && { createdById: actor.userId }) };
  const pages = readAllPages((cursor) =>
    readPage(
      { by: "createdAt", direction: "asc", cursor, size: TURNS_PAGE },
      ({ where, orderBy, take }) =>
        db.turn.findMany({ where: { AND: [scope, where] }, orderBy, take, select: turnSelect }),
    ),
  );
  for await (const rows of pages) yield* rows.map((row) => toTurnOut(actor, row));
}

function toTurnOut(actor: Actor, row: TurnRow): TurnOut {
  const { createdBy, baseImage, references, generations, ...rest } = row;
  const toImageOut = (image: FileRow): ImageOut => ({
    id: image.id,
    file: image.createdById === actor.userId && image.sha256 !== null ? imageFile(image) : null,
  });
  return {
    ...rest,
    by: createdBy.name,
    baseImage: baseImage && toImageOut(baseImage),
    references: references.map(({ image }) => toImageOut(image)),
    generations: generations.map(({ images, ...generation }) => ({
      ...generation,
      images: images.map(toImageOut),
    })),
  };
}
