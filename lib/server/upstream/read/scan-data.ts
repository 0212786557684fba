import "server-only";
import { MAX_WRAPPED_LINE_CHARS, type Marks } from "./extract-base64";

/** A part of a text and its end position. */
export type Span = { value: string; end: number };

const MAX_HEADER_CHARS = 200;
const MAX_PLAIN_DATA_CHARS = 256 * 1024;

/** Is this the start of a PNG, JPEG, WebP or GIF in base64? */
export function isPictureHead(base64: string): boolean {
  return /^(iVBORw0KGgo|[/_]9j[/_]|UklGR|R0lGOD)/.test(base64);
}

const HEADER =
  /^data:\s{0,3}(?:[\w.+-]+\/[\w.+*-]+)?(?:\s{0,3};\s{0,3}(?:[\w.+-]+=\s?"[^"]{0,120}"|[\w.=+"%-]+))*$/i;

/**
 * Reads a data URL in any spelling: any case, parameters, missing type, spaces after semicolons, base64 or
 * percent-encoded. Null if the text after `data:` is something else.
 */
export function readDataUrl(text: string, at: number, marks: Marks, mayRepeat = true): Span | null {
  const comma = text.slice(at, at + MAX_HEADER_CHARS).indexOf(",");
  if (comma < 0) return null;
  const header = text.slice(at, at + comma);
  if (!HEADER.test(header)) return null;
  const start = at + comma + 1;
  // Some relays put their own label in front of an existing one.
  const isRepeated = mayRepeat && /^data:/i.test(text.slice(start, start + 5));
  const inner = isRepeated ? readDataUrl(text, start, marks, false) : null;
  if (inner) return inner;
  if (isBase64Header(header) || isPictureHead(marks.headAt(text, start))) {
    const payload = readBase64(text, start, marks);
    return { value: text.slice(at, start) + payload.value, end: payload.end };
  }
  if (!/^data:\s*[\w.+-]+\//i.test(header)) return null;
  const end = endOfPlainData(text, start);
  return { value: text.slice(at, end), end };
}

/**
 * The parts of a data URL from `readDataUrl` or a JSON field.
 * @param marks of its answer, if the payload may have been extracted
 */
export function splitDataUrl(
  url: string,
  marks?: Marks,
  mayRepeat = true,
): { media: string; isBase64: boolean; payload: string } | null {
  const comma = url.slice(0, MAX_HEADER_CHARS).indexOf(",");
  if (comma < 0) return null;
  const header = url.slice(0, comma);
  const payload = url.slice(comma + 1);
  if (mayRepeat && /^data:/i.test(payload)) return splitDataUrl(payload, marks, false);
  const media = /^data:\s*([\w.+-]+\/[\w.+*-]+)?/i.exec(header)?.[1] ?? "";
  return {
    media: media.toLowerCase(),
    isBase64: isBase64Header(header) || isPictureHead(marks?.headAt(payload, 0) ?? payload),
    payload,
  };
}

function isBase64Header(header: string): boolean {
  return /;\s*base64\s*$/i.test(header);
}

const BASE64_CHARS = /[A-Za-z0-9+/_=-]+|%(?:2B|2F|3D|0A|0D)/giy;
const BLANK = /\s+/y;

/**
 * Reads base64 from here, including marks of extracted runs. Line breaks belong to it only if its lines are as short as
 * in wrapped base64; otherwise the next word follows.
 */
export function readBase64(text: string, from: number, marks: Marks): Span {
  let at = from;
  let lineChars = 0;
  let isPadded = false;
  while (at < text.length) {
    const mark = marks.at(text, at);
    if (mark) {
      at += mark.length;
      lineChars += MAX_WRAPPED_LINE_CHARS;
      continue;
    }
    BASE64_CHARS.lastIndex = at;
    const chars = BASE64_CHARS.exec(text)?.[0];
    if (chars !== undefined) {
      at += chars.length;
      lineChars += chars.length;
      isPadded ||= chars.endsWith("=");
      continue;
    }
    BLANK.lastIndex = at;
    const blank = BLANK.exec(text)?.[0];
    if (blank === undefined || isPadded || lineChars > MAX_WRAPPED_LINE_CHARS) break;
    at += blank.length;
    lineChars = 0;
  }
  return { value: text.slice(from, at), end: at };
}

/** Percent-encoded data ends at white space, a quote, or an unbalanced bracket. */
function endOfPlainData(text: string, from: number): number {
  const last = Math.min(text.length, from + MAX_PLAIN_DATA_CHARS);
  let open = 0;
  for (let at = from; at < last; at += 1) {
    const char = text[at] ?? "";
    if (/[\s"<>`\uE000]/.test(char)) return at;
    if (char === "(") open += 1;
    if (char === ")") {
      if (open === 0) return at;
      open -= 1;
    }
  }
  return last;
}
