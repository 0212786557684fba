import "server-only";
import type { FailureCode } from "@/lib/contracts/failures";
import { CannotUnseal, type SealedFor, unseal } from "@/lib/server/auth/sealed";
import { db } from "@/lib/server/db";
import { getEnv } from "@/lib/server/env";
import type { Generation, UpstreamKey } from "@/lib/server/generated/prisma/client";
import { knownSecrets, rememberSecret } from "@/lib/server/auth/known-secrets";

/** The key that a generation was to be paid with cannot be used. Nothing was sent. */
export class KeyUnusable extends Error {
  override readonly name = "KeyUnusable";

  constructor(readonly code: Extract<FailureCode, "key_removed" | "key_unreadable">) {
    super(code);
  }
}

export type PaidWith = Pick<
  Generation,
  "keySource" | "upstreamKeyId" | "workspaceId" | "createdById"
>;

/**
 * The very key that was recorded when the generation was asked for; no other takes its place, since who pays was shown
 * before. Null for the sandbox. Throws `KeyUnusable` where it was removed meanwhile or does not open.
 */
export async function openKeyOf(generation: PaidWith): Promise<string | null> {
  if (generation.keySource === "sandbox") return null;
  if (generation.keySource === "instance") {
    const key = getEnv().UPSTREAM_API_KEY;
    if (key === undefined) throw new KeyUnusable("key_removed");
    return key;
  }
  const row = await db.upstreamKey.findFirst({
    where: {
      id: generation.upstreamKeyId ?? undefined,
      ...(generation.keySource === "member"
        ? { userId: generation.createdById }
        : { workspaceId: generation.workspaceId }),
    },
  });
  if (generation.upstreamKeyId === null || row === null) throw new KeyUnusable("key_removed");
  return openRow(row);
}

/** A brought key in the clear; throws `KeyUnusable` where it does not open. */
export function openRow(row: UpstreamKey): string {
  try {
    const key = unseal(row.sealed, placeOf(row));
    rememberSecret(key);
    return key;
  } catch (error) {
    if (error instanceof CannotUnseal) throw new KeyUnusable("key_unreadable");
    throw error;
  }
}

/** What a key's row is sealed for. */
export function placeOf(row: Pick<UpstreamKey, "id" | "userId" | "workspaceId">): SealedFor {
  const owner = row.userId === null ? `workspace:${row.workspaceId}` : `member:${row.userId}`;
  return { kind: "upstream-key", rowId: row.id, owner };
}

/** All that must not be read in an answer to a generation: its key, the studio's, and those that this process has seen. */
export async function secretsAround(generation: PaidWith): Promise<string[]> {
  const own = await openKeyOf(generation).catch(() => null);
  const all = [own, getEnv().UPSTREAM_API_KEY, ...knownSecrets()];
  return [...new Set(all.filter((secret) => typeof secret === "string"))];
}
