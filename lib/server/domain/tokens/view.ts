import "server-only";
import type { TokenView } from "@/lib/contracts/tokens";
import type { Clock } from "@/lib/server/clock";
import { brandId } from "@/lib/server/domain/brand";
import type { Prisma } from "@/lib/server/generated/prisma/client";

export const tokenInclude = {
  workspace: { select: { id: true, name: true } },
} satisfies Prisma.AccessTokenInclude;

type TokenRow = Prisma.AccessTokenGetPayload<{ include: typeof tokenInclude }>;

export function toTokenView(row: TokenRow, clock: Clock): TokenView {
  return {
    id: brandId(row.id),
    name: row.name,
    ending: row.ending,
    scopes: row.scopes,
    workspace: { id: brandId(row.workspace.id), name: row.workspace.name },
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    isExpired: row.expiresAt !== null && row.expiresAt <= clock.now(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
