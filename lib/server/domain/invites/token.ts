import "server-only";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { hashToken } from "@/lib/server/auth/access-tokens";
import { authSecret } from "@/lib/server/auth/secret";

const TOKEN_BYTES = 32;

export type ReadToken = {
  tokenHash: string;
  /** The token came by mail, so the bearer reads that mailbox. */
  isFromMail: boolean;
};

export function makeInviteToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

/**
 * The token with a proof of the mailbox, for mails only. The inviter sees the bare token and could otherwise use it to
 * verify an address that is not theirs.
 */
export function mailedForm(token: string): string {
  return `${token}.${proofOf(token)}`;
}

/** Reads both forms. An invalid proof counts as none. */
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
