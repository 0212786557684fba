import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { seal, unseal } from "@/lib/server/auth/sealed";

/** 192 bits. */
const TOKEN_BYTES = 24;

/** A share's id and the columns of its new token. The database has only its hash, and the token encrypted. */
export function makeShareToken(id: string, workspaceId: string) {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const sealedToken = seal(token, { kind: "share-token", rowId: id, owner: workspaceId });
  return { id, token, columns: { tokenHash: hashShareToken(token), sealedToken } };
}

/** SHA-256: a token cannot be guessed, so it needs no salt. */
export function hashShareToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

/** The token of a share, for its creator. Throws `CannotUnseal`. */
export function openShareToken({
  id,
  workspaceId,
  sealedToken,
}: {
  id: string;
  workspaceId: string;
  sealedToken: Uint8Array;
}): string {
  return unseal(sealedToken, { kind: "share-token", rowId: id, owner: workspaceId });
}
