import "server-only";
import type { ThreadId } from "@/lib/contracts/ids";
import type { ThreadTree } from "@/lib/contracts/threads";
import { authorizeThread } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { inTransaction } from "@/lib/server/db";
import { brandId, brandIdOrNull } from "@/lib/server/domain/brand";
import { shortTitle } from "@/lib/utils/titles/short-title";
import { toThumbnail } from "@/lib/server/domain/views/thread";

/** The whole tree for the versions panel: labels, states and thumbnails, oldest first. */
export async function loadThreadTree(actor: Actor, threadId: ThreadId): Promise<ThreadTree> {
  return inTransaction(
    async (tx) => {
      const thread = await authorizeThread(actor, threadId, "read", tx);
      const workspace = await tx.workspace.findUniqueOrThrow({
        where: { id: thread.workspaceId },
        select: { eventSeq: true },
      });
      const turns = await tx.turn.findMany({
        where: { threadId: thread.id },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        select: {
          id: true,
          parentTurnId: true,
          baseImageId: true,
          prompt: true,
          createdAt: true,
          generations: {
            where: { supersededAt: null },
            orderBy: { position: "asc" },
            select: {
              state: true,
              images: {
                where: { deletedAt: null },
                orderBy: { position: "asc" },
                include: { blob: true },
              },
            },
          },
        },
      });
      return {
        asOfSeq: workspace.eventSeq.toString(),
        nodes: turns.map((turn) => ({
          turnId: brandId(turn.id),
          parentTurnId: brandIdOrNull(turn.parentTurnId),
          baseImageId: brandIdOrNull(turn.baseImageId),
          label: shortTitle(turn.prompt),
          createdAt: turn.createdAt.toISOString(),
          variations: turn.generations.flatMap(({ state, images }) => {
            const thumbnails = images.length === 0 ? [null] : images.map(toThumbnail);
            return thumbnails.map((image) => ({ state, image }));
          }),
        })),
      };
    },
    { isolation: "RepeatableRead" },
  );
}
