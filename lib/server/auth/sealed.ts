import "server-only";
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { authSecret } from "@/lib/server/auth/secret";

/** The row and owner that a sealed secret belongs to. It can be opened for these alone. */
export type SealedFor = { kind: "upstream-key" | "share-token"; rowId: string; owner: string };

/** Sealed with another secret or for another row, or tampered with. */
export class CannotUnseal extends Error {
  override readonly name = "CannotUnseal";
}

/** The first byte: the format. Another cipher or derivation would be 2. */
const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + IV_BYTES + TAG_BYTES;

/**
 * Encrypts a secret at rest: `version (1) | nonce (12) | tag (16) | ciphertext`, AES-256-GCM under a key derived from
 * the studio's secret. The row and its owner are authenticated data, so a value copied to another row does not open.
 */
export function seal(text: string, binding: SealedFor): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyFor(binding.kind), iv);
  cipher.setAAD(boundTo(binding));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Uint8Array.from(Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), body]));
}

/** Decrypts what `seal` made. Throws `CannotUnseal`, which reveals nothing of the content. */
export function unseal(sealed: Uint8Array, binding: SealedFor): string {
  if (sealed.length <= HEAD_BYTES || sealed[0] !== VERSION) throw new CannotUnseal();
  const iv = sealed.subarray(1, 1 + IV_BYTES);
  const tag = sealed.subarray(1 + IV_BYTES, HEAD_BYTES);
  try {
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv("aes-256-gcm", keyFor(binding.kind), iv, options);
    decipher.setAAD(boundTo(binding));
    decipher.setAuthTag(tag);
    const text = Buffer.concat([decipher.update(sealed.subarray(HEAD_BYTES)), decipher.final()]);
    return text.toString("utf8");
  } catch {
    throw new CannotUnseal();
  }
}

/** A derived key per kind; none equals the secret that encrypts cookies. */
function keyFor(kind: SealedFor["kind"]): Buffer {
  return Buffer.from(hkdfSync("sha256", authSecret(), "pentimento", `sealed/${kind}/1`, 32));
}

/** JSON, so that no two owners serialize alike. */
function boundTo({ kind, rowId, owner }: SealedFor): Buffer {
  return Buffer.from(JSON.stringify([VERSION, kind, rowId, owner]));
}
