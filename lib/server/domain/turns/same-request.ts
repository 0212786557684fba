import "server-only";
import { isDeepStrictEqual } from "node:util";
import type { TurnCreateBody } from "@/lib/contracts/turns";
import type { Tx } from "@/lib/server/db";
import { parseSettings } from "@/lib/server/domain/views/turn";
import type { Prisma } from "@/lib/server/generated/prisma/client";

/** The columns that `differencesOf` needs. */
export const requestOfTurn = {
  prompt: true,
  threadId: true,
  workspaceId: true,
  systemInstruction: true,
  settings: true,
  baseImage: { select: { id: true, sha256: true } },
  references: {
    select: { image: { select: { id: true, sha256: true } } },
    orderBy: { position: "asc" },
  },
} satisfies Prisma.TurnSelect;

type EarlierTurn = Prisma.TurnGetPayload<{ select: typeof requestOfTurn }>;

/**
 * The fields in which a request differs from the turn created earlier with its idempotency key. Images are compared by
 * their bytes, since a client that repeats a request uploads them again; purged ones by their ids.
 */
export async function differencesOf(
  tx: Tx,
  turn: EarlierTurn,
  body: TurnCreateBody,
): Promise<string[]> {
  const ids = body.baseImageId === null ? [] : [body.baseImageId];
  const rows = await tx.image.findMany({
    where: { id: { in: [...ids, ...body.referenceIds] }, workspaceId: turn.workspaceId },
    select: { id: true, sha256: true },
  });
  const sha256Of = (id: string) => rows.find((row) => row.id === id)?.sha256 ?? id;
  const same: Record<string, boolean> = {
    prompt: turn.prompt === body.prompt,
    threadId: body.threadId === null || body.threadId === turn.threadId,
    settings: isDeepStrictEqual(parseSettings(turn.settings), body.settings),
    systemInstruction: turn.systemInstruction === body.systemInstruction,
    baseImageId:
      (turn.baseImage?.sha256 ?? turn.baseImage?.id ?? null) === (ids[0] ? sha256Of(ids[0]) : null),
    referenceIds: isDeepStrictEqual(
      turn.references.map(({ image }) => image.sha256 ?? image.id),
      body.referenceIds.map(sha256Of),
    ),
  };
  return Object.keys(same).filter((field) => !same[field]);
}
