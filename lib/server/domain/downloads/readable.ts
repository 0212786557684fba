import "server-only";
import { trashedImages, visibleImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Prisma } from "@/lib/server/generated/prisma/client";

/** The images of a workspace whose bytes the actor may have: visible ones, and in the trash those they may restore. */
export function readableBy(actor: Actor, workspaceId: string): Prisma.ImageWhereInput {
  return { workspaceId, OR: [visibleImages(actor), trashedImages(actor)], sha256: { not: null } };
}
