import "server-only";
import { endingOf, toFileStem } from "@/lib/server/domain/images/file-name";
import type { Prisma } from "@/lib/server/generated/prisma/client";

/** What a picture's place in the export is made of. */
export const fileColumns = {
  id: true,
  createdById: true,
  name: true,
  createdAt: true,
  blob: { select: { media: true } },
  workspace: { select: { name: true } },
} satisfies Prisma.ImageSelect;
export type FileRow = Prisma.ImageGetPayload<{ select: typeof fileColumns }>;

/** "pictures/atelier/2026-11-22-old-lighthouse-9f3c…png": told by the row alone, so that threads can name it. */
export function pictureFile({ id, name, createdAt, blob, workspace }: FileRow): string {
  const day = createdAt.toISOString().slice(0, 10);
  const folder = toFileStem(workspace.name, "workspace");
  return `pictures/${folder}/${day}-${toFileStem(name)}-${endOf(id)}.${endingOf(blob.media)}`;
}

/** Without an ending: each thread is there as JSON and as Markdown. */
export function threadFile(thread: { id: string; title: string; createdAt: Date }): string {
  const day = thread.createdAt.toISOString().slice(0, 10);
  return `threads/${day}-${toFileStem(thread.title, "thread")}-${endOf(thread.id)}`;
}

/** The random end of an id keeps names apart that are alike in all else. */
function endOf(id: string): string {
  return id.slice(-12);
}
