import "server-only";
import { endingOf, toFileStem } from "@/lib/server/domain/images/file-name";
import type { Prisma } from "@/lib/server/generated/prisma/client";

/** The columns that an image's path in the export is made of. */
export const fileColumns = {
  id: true,
  createdById: true,
  name: true,
  createdAt: true,
  sha256: true,
  blob: { select: { media: true } },
  workspace: { select: { name: true } },
} satisfies Prisma.ImageSelect;
export type FileRow = Prisma.ImageGetPayload<{ select: typeof fileColumns }>;

/** "pictures/atelier/2026-11-22-old-lighthouse-9f3c…png": made from the row alone, so that threads can link to it. */
export function imageFile({ id, name, createdAt, blob, workspace }: FileRow): string {
  const day = createdAt.toISOString().slice(0, 10);
  const folder = toFileStem(workspace.name, "workspace");
  return `pictures/${folder}/${day}-${toFileStem(name)}-${endOf(id)}.${endingOf(blob?.media ?? "")}`;
}

/** Without an extension: each thread is exported as JSON and as Markdown. */
export function threadFile(thread: { id: string; title: string; createdAt: Date }): string {
  const day = thread.createdAt.toISOString().slice(0, 10);
  return `threads/${day}-${toFileStem(thread.title, "thread")}-${endOf(thread.id)}`;
}

/** The random end of an id makes otherwise equal names unique. */
function endOf(id: string): string {
  return id.slice(-12);
}
