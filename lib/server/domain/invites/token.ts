import "server-only";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { hashToken } from "@/lib/server/auth/access-tokens";
import { authSecret } from "@/lib/server/auth/secret";

const TOKEN_BYTES = 32;

export type ReadToken = {
  tokenHash: string;
  /** It came by mail: whoever has it reads the mailbox that it was sent to. */
  isFromMail: boolean;
};

export function makeInviteToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

/**
 * The token as a mail carries it. The inviter is shown the bare one, to hand over by hand, and so could use it for an
 * address that is not theirs; only the mail's own form proves the mailbox.
 */
export function mailedForm(token: string): string {
  return `${token}.${proofOf(token)}`;
}

/** Takes both forms. A proof that does not fit counts as none. */
export function readInviteToken(text: string): ReadToken {
  const [token = "", proof = ""] = text.split(".", 2);
  const expected = Buffer.from(proofOf(token));
  const given = Buffer.from(proof);
  return {
    tokenHash: hashToken(token),
    isFromMail: given.length === expected.length && timingSafeEqual(given, expected),
  };
}

function proofOf(token: string): string {
  return createHmac("sha256", authSecret()).update(`mailed invite ${token}`).digest("base64url");
}
