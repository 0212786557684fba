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

/** The content of an address with a valid signature. It opens the image only if its share still works. */
export type SignedAddress = {
  /** The share of the access token that handed it out. */
  shareId: string;
  imageId: string;
  variant: SignedVariant;
  issuedAt: Date;
  expiresAt: Date;
  isExpired: boolean;
};

type Signed = {
  shareId: string;
  imageId: string;
  variant: string;
  issued: number;
  expires: number;
};

/**
 * A path that shows one image in one size to anyone who has it, without an account, until it expires or its share ends:
 * programs pass it on to people. Put the studio's origin in front (`originOf`). The caller must have checked access to
 * the image.
 */
export function signImageAddress(
  shareId: string,
  imageId: string,
  variant: SignedVariant = "original",
  { ttlS = SIGNED_ADDRESS_TTL_S, clock = systemClock }: Options = {},
): string {
  const issued = Math.floor(clock.now().getTime() / 1000);
  const signed = {
    shareId: shareId.toLowerCase(),
    imageId: imageId.toLowerCase(),
    variant: String(variant),
    issued,
    expires: issued + ttlS,
  };
  const signature = signatureOf(signed).toString("base64url");
  return `/s/i/${signed.shareId}/${signed.imageId}/${variant}?t=${issued}&e=${signed.expires}&s=${signature}`;
}

const PATH = /^\/s\/i\/([^/]+)\/([^/]+)\/([^/]+)$/;

/**
 * Reads an address that `signImageAddress` made, under any origin; null for all others. The signature is compared in
 * constant time. An expired one still names its image.
 */
export function readSignedAddress(url: string, clock: Clock = systemClock): SignedAddress | null {
  if (!URL.canParse(url, "http://ours.invalid")) return null;
  const { pathname, searchParams } = new URL(url, "http://ours.invalid");
  const [, share = "", image = "", name = ""] = PATH.exec(pathname) ?? [];
  const ids = [share, image].map((id) => z.uuid().safeParse(id));
  const variant = asVariant(name);
  const [issued, expires] = ["t", "e"].map((key) => secondsIn(searchParams.get(key)));
  if (variant === null || issued == null || expires == null) return null;
  if (!ids.every(({ success }) => success)) return null;
  const [shareId, imageId] = [share.toLowerCase(), image.toLowerCase()];
  const given = Buffer.from(searchParams.get("s") ?? "", "base64url");
  const expected = signatureOf({ shareId, imageId, variant: name, issued, expires });
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return {
    shareId,
    imageId,
    variant,
    issuedAt: new Date(issued * 1000),
    expiresAt: new Date(expires * 1000),
    isExpired: expires * 1000 <= clock.now().getTime(),
  };
}

function secondsIn(text: string | null): number | null {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null;
}

function asVariant(name: string): SignedVariant | null {
  if (name === "original") return name;
  const format = formatOfVariant(name);
  if (format !== null) return variantOfFormat(format);
  return DERIVATIVE_WIDTHS.find((width) => String(width) === name) ?? null;
}

function signatureOf({ shareId, imageId, variant, issued, expires }: Signed): Buffer {
  const text = JSON.stringify([shareId, imageId, variant, issued, expires]);
  return createHmac("sha256", signingKey()).update(text).digest();
}

/** A derived key, so that a signature made here is worth nothing for other uses of the secret. */
function signingKey(): Buffer {
  return Buffer.from(hkdfSync("sha256", authSecret(), "", "pentimento image address/2", 32));
}
