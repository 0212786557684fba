import { randomUUID } from "node:crypto";
import { bombPng, gif, jpeg, noisePng, png, SIGNATURE, webp } from "./pictures";

/** Values of the placeholders in one run. */
export type PlaceholderValues = {
  apiKey: string;
  /** Where assets are served, such as `https://cdn.pictures.example`. */
  assetOrigin: string;
  canaryPort: number;
  /** Resolves to a private address. */
  privateHost: string;
  /** Resolves to a public address first and to loopback afterwards. */
  rebindHost: string;
};

const HUGE_BASE64_CHARS = 96 * 1024 * 1024;
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const HTML = "<!doctype html><html><body>not a picture</body></html>";

/**
 * Replaces the placeholders of a template. Returns chunks, because one value may be 96 MiB.
 * @param variant selects other bytes for `PNG_BYTES_N`, one per path
 */
export async function expand(
  template: string,
  around: PlaceholderValues,
  variant = 0,
): Promise<Buffer[]> {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const match of template.matchAll(/\{\{([\w.]+)\}\}/g)) {
    pieces.push(Buffer.from(template.slice(at, match.index)));
    const name = match[1] ?? "";
    pieces.push(await valueOf(name, around, variant));
    at = match.index + match[0].length;
  }
  pieces.push(Buffer.from(template.slice(at)));
  return pieces;
}

/** One per process: the address in an answer and the path of its asset must agree. */
const FIXED_UUID = randomUUID();

async function valueOf(name: string, around: PlaceholderValues, variant: number): Promise<Buffer> {
  const text = plainValue(name, around);
  if (text !== null) return Buffer.from(text);
  if (name === "HUGE_BASE64") {
    const head = SIGNATURE.toString("base64").slice(0, 8);
    return Buffer.concat([Buffer.from(head), Buffer.alloc(HUGE_BASE64_CHARS - head.length, "A")]);
  }
  if (name === "PNG_BYTES_N") return png(64, 64, 100 + variant);
  if (name.endsWith("_BYTES")) return pictureOf(name.slice(0, -"_BYTES".length));
  const base64 = await spelled(name);
  if (base64 !== null) return Buffer.from(base64);
  if (name.endsWith("_BASE64")) {
    const picture = await pictureOf(name.slice(0, -"_BASE64".length));
    return Buffer.from(picture.toString("base64"));
  }
  throw new Error(`unknown placeholder {{${name}}}`);
}

function plainValue(name: string, around: PlaceholderValues): string | null {
  switch (name) {
    case "API_KEY":
      return around.apiKey;
    case "UUID":
      return FIXED_UUID;
    case "REQUEST_ID":
      return "20261122093015123456789";
    case "ASSET_ORIGIN":
      return around.assetOrigin;
    case "ASSET_HOST":
      return new URL(around.assetOrigin).hostname;
    case "CANARY_PORT":
      return String(around.canaryPort);
    case "HOST_PRIVATE_A":
      return around.privateHost;
    case "HOST_REBIND":
      return around.rebindHost;
    default:
      return null;
  }
}

/** The same PNG in other base64 variants. */
async function spelled(name: string): Promise<string | null> {
  const text = (await png()).toString("base64");
  const half = Math.floor(text.length / 2) + 1;
  const part = Math.floor((text.length * 0.6) / 4) * 4;
  switch (name) {
    case "PNG_BASE64_2":
      return (await png(64, 64, 200)).toString("base64");
    case "PNG_BASE64_HALF1":
      return text.slice(0, half);
    case "PNG_BASE64_HALF2":
      return text.slice(half);
    case "PNG_BASE64_WRAPPED76":
      return (text.match(/.{1,76}/g) ?? []).join("\\n");
    case "PNG_BASE64URL":
      return (await png()).toString("base64url");
    case "PNG_BASE64_NOPAD":
      return text.replace(/=+$/, "");
    case "PNG_BASE64_TRUNCATED":
      return text.slice(0, part + 1);
    case "PNG_BASE64_TRUNC_CLEAN":
      return text.slice(0, part);
    default:
      return null;
  }
}

async function pictureOf(name: string): Promise<Buffer> {
  const sized = /^PNG_(\d+)x(\d+)$/.exec(name);
  if (sized) return png(Number(sized[1]), Number(sized[2]));
  switch (name) {
    case "PNG":
      return png();
    case "PNG_2":
      return png(64, 64, 200);
    case "JPEG":
      return jpeg();
    case "WEBP":
      return webp();
    case "GIF":
      return gif();
    case "BIG_PNG":
      return noisePng(12 * 1024 * 1024);
    case "PNG_BOMB":
      return bombPng();
    case "PNG_POLYGLOT":
      return Buffer.concat([await png(), Buffer.from("<script>alert(1)</script>")]);
    case "JPEG_WITHOUT_EOI":
      return without(await jpeg(), 2);
    case "JPEG_HALF":
      return half(await jpeg());
    case "PNG_NO_END":
      return without(await png(), 16);
    case "PNG_HALF":
      return half(await png());
    case "GIF_NO_END":
      return without(await gif(), 2);
    case "WEBP_ODD_SIZE": {
      const odd = Buffer.from(await webp());
      odd.writeUInt32LE(odd.readUInt32LE(4) + 2, 4);
      return odd;
    }
    case "SVG_SCRIPT":
    case "SVG":
      return Buffer.from(SVG);
    case "HTML":
      return Buffer.from(HTML);
    default:
      throw new Error(`unknown picture {{${name}}}`);
  }
}

const without = (bytes: Buffer, count: number) => bytes.subarray(0, bytes.length - count);
const half = (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1);
