import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { isSecure, readCookie } from "@/lib/server/auth/cookie";
import type { Visitor } from "@/lib/server/auth/visitor";
import { AppError } from "@/lib/server/errors";

/** How long a guest is known, in seconds: 180 days. */
const GUEST_S = 180 * 24 * 60 * 60;

/** Who writes in a review. */
export type Reviewer = {
  /** "u:" and a user's id, or "g:" and the hash of a guest's cookie. */
  key: string;
  userId: string | null;
  name: string;
  /** A `Set-Cookie` value for a new guest. */
  cookie: string | null;
};

/** The key of a visitor who may have written before; null for a new guest. */
export function reviewerKeyOf({ person, share }: Visitor, headers: Headers): string | null {
  if (person !== null) return `u:${person.userId}`;
  const guest = readGuest(headers, share.id);
  return guest === null ? null : keyOfGuest(guest, share.id);
}

/**
 * The visitor as an author: a signed-in person under their name, a guest under the one that they give. Throws
 * `invalid_field` for a guest without a name.
 * @param known the name that a guest gave before
 */
export function reviewerOf(
  visitor: Visitor,
  headers: Headers,
  name: string | undefined,
  known: string | null = null,
): Reviewer {
  const { person, share, token } = visitor;
  if (person !== null) {
    const { userId } = person;
    return { key: `u:${userId}`, userId, name: person.name, cookie: null };
  }
  const given = name ?? known;
  if (given === null) throw new AppError("invalid_field", { field: "name" });
  const before = readGuest(headers, share.id);
  const guest = before ?? randomBytes(18).toString("base64url");
  const secure = isSecure(headers);
  const cookie = [
    `${cookieNameOf(share.id, secure)}=${guest}`,
    `Path=/s/${token}`,
    "HttpOnly",
    "SameSite=Lax",
    `Max-Age=${GUEST_S}`,
    ...(secure ? ["Secure"] : []),
  ].join("; ");
  return {
    key: keyOfGuest(guest, share.id),
    userId: null,
    name: given,
    cookie: before === null ? cookie : null,
  };
}

function cookieNameOf(shareId: string, secure: boolean): string {
  return `${secure ? "__Secure-" : ""}pentimento.guest.${shareId.slice(-12)}`;
}

function readGuest(headers: Headers, shareId: string): string | null {
  const value = readCookie(headers, cookieNameOf(shareId, isSecure(headers))) ?? "";
  return /^[\w-]{24}$/.test(value) ? value : null;
}

function keyOfGuest(guest: string, shareId: string): string {
  return `g:${createHash("sha256").update(`${shareId} ${guest}`).digest("base64url")}`;
}
