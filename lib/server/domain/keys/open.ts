import "server-only";
import type { FailureCode } from "@/lib/contracts/failures";
import { CannotUnseal, type SealedFor, unseal } from "@/lib/server/auth/sealed";
import { db } from "@/lib/server/db";
import { getEnv } from "@/lib/server/env";
import type { Generation, UpstreamKey } from "@/lib/server/generated/prisma/client";
import { knownSecrets, rememberSecret } from "@/lib/server/log/known-secrets";

/** A generation's recorded key cannot be used. Nothing was sent. */
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
 * The key recorded when the generation was created, never another: the sender saw who pays. Null for the sandbox.
 * Throws `KeyUnusable` if it was removed meanwhile or cannot be decrypted.
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

/** Decrypts a stored key. Throws `KeyUnusable` if that fails. */
export function openRow(row: UpstreamKey): string {
  try {
    const key = unseal(row.sealed, sealContext(row));
    rememberSecret(key);
    return key;
  } catch (error) {
    if (error instanceof CannotUnseal) throw new KeyUnusable("key_unreadable");
    throw error;
  }
}

/** The context that a key's row is encrypted for. */
export function sealContext(row: Pick<UpstreamKey, "id" | "userId" | "workspaceId">): SealedFor {
  const owner = row.userId === null ? `workspace:${row.workspaceId}` : `member:${row.userId}`;
  return { kind: "upstream-key", rowId: row.id, owner };
}

/** All secrets to redact from the reply to a generation: its key, the instance's, and those this process has seen. */
export async function secretsAround(generation: PaidWith): Promise<string[]> {
  const own = await openKeyOf(generation).catch(() => null);
  const all = [own, getEnv().UPSTREAM_API_KEY, ...knownSecrets()];
  return [...new Set(all.filter((secret) => typeof secret === "string"))];
}
