import "server-only";
import { MANIFEST_FORMAT, type ManifestImage } from "@/lib/contracts/manifest";
import { visibleImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { readableBy } from "@/lib/server/domain/downloads/readable";
import { inOrder } from "@/lib/server/domain/lists/in-order";
import { parseSettings } from "@/lib/server/domain/views/turn";
import type { Prisma } from "@/lib/server/generated/prisma/client";

/** A page is in memory at once, and prompts may have 32,000 characters. */
const PAGE = 50;

/** By image, its file in the ZIP; null where the bytes were lost. */
export type Contents = Map<string, string | null>;

function columnsFor(actor: Actor) {
  return {
    id: true,
    sha256: true,
    name: true,
    origin: true,
    width: true,
    height: true,
    createdAt: true,
    threadId: true,
    model: true,
    blob: { select: { media: true, byteCount: true } },
    createdBy: { select: { name: true } },
    parentImageId: true,
    tags: { select: { tag: { select: { name: true } } } },
    favourites: { where: { userId: actor.userId }, select: { userId: true } },
    generation: {
      select: {
        turn: {
          select: {
            id: true,
            prompt: true,
            systemInstruction: true,
            settings: true,
            references: { orderBy: { position: "asc" }, select: { imageId: true } },
          },
        },
      },
    },
  } satisfies Prisma.ImageSelect;
}
type Row = Prisma.ImageGetPayload<{ select: ReturnType<typeof columnsFor> }>;

/** The manifest as JSON, in pieces: one image per line. */
export async function* writeManifest(
  actor: Actor,
  workspaceId: string,
  contents: Contents,
  now: Date,
): AsyncGenerator<string> {
  const head = { format: MANIFEST_FORMAT, version: 1, createdAt: now.toISOString() };
  yield `${JSON.stringify(head).slice(0, -1)},"images":[`;
  let separator = "\n";
  const ids = [...contents.keys()];
  for (let at = 0; at < ids.length; at += PAGE) {
    const page = ids.slice(at, at + PAGE);
    const rows = await db.image.findMany({
      where: { AND: [readableBy(actor, workspaceId)], id: { in: page } },
      select: columnsFor(actor),
    });
    const linked = await readVisible(actor, workspaceId, rows);
    for (const row of inOrder(
      page.map((id) => ({ id })),
      rows,
    )) {
      yield `${separator}${JSON.stringify(toManifestImage(row, contents, linked))}`;
      separator = ",\n";
    }
  }
  yield "\n]}\n";
}

/** Which parents and references of these images the actor may see: one that they may see can derive from a private one. */
async function readVisible(
  actor: Actor,
  workspaceId: string,
  rows: readonly Row[],
): Promise<ReadonlySet<string>> {
  const ids = rows.flatMap(({ parentImageId, generation }) => [
    ...(parentImageId === null ? [] : [parentImageId]),
    ...(generation?.turn.references ?? []).map(({ imageId }) => imageId),
  ]);
  const found = await db.image.findMany({
    where: { AND: [visibleImages(actor), { workspaceId }], id: { in: [...new Set(ids)] } },
    select: { id: true },
  });
  return new Set(found.map(({ id }) => id));
}

function toManifestImage(row: Row, contents: Contents, linked: ReadonlySet<string>): ManifestImage {
  const turn = row.generation?.turn ?? null;
  const link = (id: string | null) =>
    id !== null && linked.has(id) ? { id, file: contents.get(id) ?? null } : null;
  return {
    file: contents.get(row.id) ?? null,
    sha256: row.sha256 ?? "",
    media: row.blob?.media ?? "",
    byteCount: row.blob?.byteCount ?? 0,
    width: row.width,
    height: row.height,
    id: row.id,
    name: row.name,
    origin: row.origin,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy.name,
    // What a link hid is empty.
    prompt: turn?.prompt || null,
    systemInstruction: turn?.systemInstruction ?? null,
    model: row.model || null,
    settings: turn === null || row.model === "" ? null : parseSettings(turn.settings),
    threadId: row.threadId,
    turnId: turn?.id ?? null,
    parent: link(row.parentImageId),
    references: (turn?.references ?? []).flatMap(({ imageId }) => link(imageId) ?? []),
    tags: row.tags.map(({ tag }) => tag.name).toSorted(),
    isFavourite: row.favourites.length > 0,
  };
}
