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

/** The original, a preview by its width, or the original in another format ("jpeg-90"). */
export type SignedVariant = "original" | DerivativeWidth | FormatVariant;

/** The default lifetime of an address, in seconds. */
export const SIGNED_ADDRESS_TTL_S = 24 * 60 * 60;

type Options = { ttlS?: number; clock?: Clock };

/** The content of an address with a valid signature. An expired one still names its image but no longer opens it. */
export type SignedAddress = {
  imageId: string;
  variant: SignedVariant;
  expiresAt: Date;
  isExpired: boolean;
};

/**
 * A path that shows one image in one size to anyone who has it, without an account, until it expires: programs pass it
 * on to people. Put the studio's origin in front (`originOf`). The caller must have checked access to the image.
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
 * Reads an address that `signImageAddress` made, under any origin; null for all others. The signature is compared in
 * constant time.
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

/** A derived key, so that a signature made here is worth nothing for other uses of the secret. */
function signingKey(): Buffer {
  return Buffer.from(hkdfSync("sha256", authSecret(), "", "pentimento image address", 32));
}
