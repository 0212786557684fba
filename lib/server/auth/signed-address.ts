import "server-only";
import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { DERIVATIVE_WIDTHS, type DerivativeWidth } from "@/lib/contracts/limits";
import {
  type FormatVariant,
  formatOfVariant,
  variantOfFormat,
} from "@/lib/contracts/picture-format";
import { authSecret } from "@/lib/server/auth/secret";
import { type Clock, systemClock } from "@/lib/server/clock";

/** The original as it came, a preview by its width, or the original in another format ("jpeg-90"). */
export type SignedVariant = "original" | DerivativeWidth | FormatVariant;

/** How long an address is good unless its creator says otherwise, in seconds. */
export const SIGNED_ADDRESS_TTL_S = 24 * 60 * 60;

type Options = { ttlS?: number; clock?: Clock };

/** What an address of ours says, its signature checked. `isExpired`: it names the picture, and opens it no more. */
export type SignedAddress = {
  imageId: string;
  variant: SignedVariant;
  expiresAt: Date;
  isExpired: boolean;
};

/**
 * A path that shows one picture in one size to whoever holds it, without an account, until it expires: for programs,
 * which hand it on to people. Put the studio's origin in front (`originOf`). Whoever makes one has checked that the asker
 * may see the picture.
 */
export function signImageAddress(
  imageId: string,
  variant: SignedVariant = "original",
  { ttlS = SIGNED_ADDRESS_TTL_S, clock = systemClock }: Options = {},
): string {
  const id = imageId.toLowerCase();
  const expires = Math.floor(clock.now().getTime() / 1000) + ttlS;
  return `/i/${id}/${variant}?e=${expires}&s=${signatureOf(id, String(variant), expires).toString("base64url")}`;
}

const PATH = /^\/i\/([^/]+)\/([^/]+)$/;

/**
 * Reads an address that `signImageAddress` made, under whatever origin it was handed on; null for all others. The
 * signature is compared in constant time.
 */
export function readSignedAddress(url: string, clock: Clock = systemClock): SignedAddress | null {
  if (!URL.canParse(url, "http://ours.invalid")) return null;
  const { pathname, searchParams } = new URL(url, "http://ours.invalid");
  const [, id = "", name = ""] = PATH.exec(pathname) ?? [];
  const imageId = z.uuid().safeParse(id);
  const variant = asVariant(name);
  const expires = /^\d{1,12}$/.exec(searchParams.get("e") ?? "");
  if (!imageId.success || variant === null || expires === null) return null;
  const seconds = Number(expires[0]);
  const given = Buffer.from(searchParams.get("s") ?? "", "base64url");
  const expected = signatureOf(imageId.data.toLowerCase(), name, seconds);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return {
    imageId: imageId.data.toLowerCase(),
    variant,
    expiresAt: new Date(seconds * 1000),
    isExpired: seconds * 1000 <= clock.now().getTime(),
  };
}

function asVariant(name: string): SignedVariant | null {
  if (name === "original") return name;
  const format = formatOfVariant(name);
  if (format !== null) return variantOfFormat(format);
  return DERIVATIVE_WIDTHS.find((width) => String(width) === name) ?? null;
}

function signatureOf(imageId: string, variant: string, expires: number): Buffer {
  return createHmac("sha256", signingKey()).update(`${imageId}/${variant}?e=${expires}`).digest();
}

/** A key of its own, so that a signature made here means nothing anywhere else that the secret is used. */
function signingKey(): Buffer {
  return Buffer.from(hkdfSync("sha256", authSecret(), "", "pentimento image address", 32));
}
