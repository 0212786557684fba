import "server-only";
import type { Marks } from "./extract-base64";
import { readDataUrl, type Span } from "./scan-data";

const MAX_URL_CHARS = 8_192;
const MAX_TITLE_CHARS = 500;

/** Does the address's path (or a file name in its query) have an image extension? */
export function hasPictureExtension(url: string): boolean {
  return /\.(?:png|jpe?g|jfif|webp|gif)(?:$|[?#&/@!:~])/i.test(url);
}

/**
 * The destination of a Markdown image or link, from just after `](`: in angle brackets or with balanced parentheses,
 * optionally followed by a title. A missing closing parenthesis (a truncated answer) is accepted. `end` is after the
 * whole construct.
 */
export function readDestination(text: string, from: number, marks: Marks): Span {
  let at = from;
  while (at < from + 20 && /\s/.test(text[at] ?? "")) at += 1;
  if (text[at] === "<") {
    const close = text.slice(at, at + MAX_URL_CHARS).search(/[>\n]/);
    if (close > 0 && text[at + close] === ">") {
      const value = text.slice(at + 1, at + close).trim();
      if (!/^data:/i.test(value)) return { value, end: afterTitle(text, at + close + 1) };
    }
    at += 1;
  }
  if (/^data:/i.test(text.slice(at, at + 5))) {
    const data = readDataUrl(text, at, marks);
    if (data) return { value: data.value, end: afterTitle(text, data.end) };
  }
  const end = endOfBalanced(text, at);
  return { value: text.slice(at, end), end: afterTitle(text, end) };
}

function endOfBalanced(text: string, from: number): number {
  const last = Math.min(text.length, from + MAX_URL_CHARS);
  let open = 0;
  for (let at = from; at < last; at += 1) {
    const char = text[at] ?? "";
    if (char === "\\" && /[()]/.test(text[at + 1] ?? "")) {
      at += 1;
    } else if (/[\s<>]/.test(char)) {
      return char === " " && open === 0 ? endOfSpacedName(text, from, at) : at;
    } else if (char === "(") {
      open += 1;
    } else if (char === ")") {
      if (open === 0) return at;
      open -= 1;
    }
  }
  return last;
}

/** `![cat](https://…/my cat.png)`: a file name with spaces, if the closing parenthesis follows its extension. */
function endOfSpacedName(text: string, from: number, blank: number): number {
  const close = text.slice(blank, blank + MAX_TITLE_CHARS).search(/[)\n<>"']/);
  if (close < 0 || text[blank + close] !== ")") return blank;
  const isFile = /\.(?:png|jpe?g|webp|gif)$/i.test(text.slice(from, blank + close));
  return isFile && !hasPictureExtension(text.slice(from, blank)) ? blank + close : blank;
}

/** Skips `"title"` and the closing parenthesis, if present. */
function afterTitle(text: string, from: number): number {
  const rest = text.slice(from, from + MAX_TITLE_CHARS);
  const match = /^\s{0,20}(?:"[^"]*"|'[^']*'|\([^()]*\))?\s{0,20}\)/.exec(rest);
  return from + (match?.[0].length ?? 0);
}

/** `<https://…>`, or null. */
export function readAutolink(text: string, at: number): Span | null {
  const match = /^<(https?:\/\/[^\s<>]+)>/i.exec(text.slice(at, at + MAX_URL_CHARS));
  return match?.[1] ? { value: match[1], end: at + match[0].length } : null;
}

/** Characters that end an address: white space, quotes, brackets, and full-width and CJK punctuation. */
const URL_END =
  /[\s<>"'`|\\^{}\uE000\uE001\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\u2018-\u201f\u2026]/;

/** Markup after an address: escaped quotes and brackets of HTML, and BBCode's closing tag. */
const MARKUP_END = /&(?:quot|lt|gt|apos|#0?3[49]|#x2[27]);|\[\/\w/i;

/**
 * An address in running text. Trailing punctuation is excluded, and a closing bracket unless it opened inside the
 * address. Letters of another script that follow without a space are excluded, unless the file name continues in them.
 */
export function readBareUrl(text: string, from: number): Span {
  const window = text.slice(from, from + MAX_URL_CHARS);
  const stop = window.search(URL_END);
  const tag = (stop < 0 ? window : window.slice(0, stop)).search(MARKUP_END);
  if (tag >= 0) return { value: trimmed(window.slice(0, tag)), end: from + Math.max(tag, 1) };
  const plain = trimmed(stop < 0 ? window : window.slice(0, stop));
  // `_https://…/a.png_`: the closing underscore is emphasis, not part of the address.
  const whole = text[from - 1] === "_" ? plain.replace(/(?<!_)_+$/, "") : plain;
  const foreign = whole.search(/[^\u0021-\u007e]/);
  if (foreign < 0) return { value: whole, end: from + Math.max(whole.length, 1) };
  const ascii = trimmed(whole.slice(0, foreign));
  const value = !hasPictureExtension(ascii) && hasPictureExtension(whole) ? whole : ascii;
  return { value, end: from + Math.max(value.length, 1) };
}

function trimmed(url: string): string {
  let end = url.length;
  // Counted once and updated: a long run of brackets must not make this quadratic.
  let unopened = surplus(url, "(", ")");
  let unopenedSquare = surplus(url, "[", "]");
  for (; end > 0; end -= 1) {
    const char = url[end - 1] ?? "";
    if (char === ")" && unopened > 0) unopened -= 1;
    else if (char === "]" && unopenedSquare > 0) unopenedSquare -= 1;
    else if (!/[.,;:!?*~]/.test(char)) break;
  }
  return url.slice(0, end);
}

/** How many closing brackets are unbalanced. */
function surplus(text: string, open: string, close: string): number {
  return text.split(close).length - text.split(open).length;
}
