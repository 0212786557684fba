import "server-only";
import type { Marks } from "./extract-base64";
import { isPictureHead, readBase64, readDataUrl } from "./scan-data";
import { hasPictureExtension, readAutolink, readBareUrl, readDestination } from "./scan-url";

/**
 * How likely an address is the result, by its form. Within one text only the best rank counts: a download link beside a
 * Markdown image, or a reference that the model mentions, is not the result.
 */
export const RANK = {
  /** Markdown image, data URL, or base64 that starts like an image. */
  image: 0,
  /** `<img src>`. */
  htmlImage: 1,
  /** Markdown link to an address with an image extension. */
  linkToFile: 2,
  /** Bare address with an image extension. */
  bareFile: 3,
  /** Any other address: only fetching shows what it is. */
  guess: 4,
} as const;
export type Rank = (typeof RANK)[keyof typeof RANK];

/** An address (of any scheme), a data URL, or bare base64 in a text. */
export type Candidate = { rank: Rank; form: "address" | "data-url" | "base64"; value: string };

/** Every position where a candidate can begin. */
const STARTS = /!\[|\[|<|https?:\/\/|data:|\uE000|iVBORw0KGgo|[/_]9j[/_]|UklGR|R0lGOD/gi;
const MAX_ALT_CHARS = 1_000;
/** Far more than any real answer has; bounds the work on a hostile one. */
const MAX_CANDIDATES = 500;
const MAX_STARTS = 50_000;

/** Removes escapes from addresses in text that holds JSON or escaped Markdown. */
export function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text
    .replace(/\\([/_&=~%+-])/g, "$1")
    .replace(/\\u00(26|3d|2b|2f)/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

/**
 * Finds images in a model's text, in one pass from left to right. A construct is consumed as a whole, so an address
 * inside a `javascript:` destination or an SVG data URL is not a candidate. Linear in the length of the text.
 */
export function scanText(
  text: string,
  marks: Marks,
  runHead: (index: number) => string,
): Candidate[] {
  const found: Candidate[] = [];
  const closers = new NextIndex(text, "](");
  const tagEnds = new NextIndex(text, ">");
  STARTS.lastIndex = 0;
  let starts = 0;
  for (let match = STARTS.exec(text); match; match = STARTS.exec(text)) {
    const at = match.index;
    const end = readAt(match[0].toLowerCase(), at);
    STARTS.lastIndex = Math.max(end, at + 1);
    starts += 1;
    if (found.length >= MAX_CANDIDATES || starts >= MAX_STARTS) break;
  }
  return found;

  /** Reads the construct at this position and returns where the scan continues. */
  function readAt(start: string, at: number): number {
    if (start === "![" || start === "[") return readBracket(start, at);
    if (start === "<") return readTag(at);
    if (start === "data:") return readData(at);
    if (start.startsWith("http")) {
      const url = readBareUrl(text, at);
      addAddress(url.value, hasPictureExtension(url.value) ? RANK.bareFile : RANK.guess);
      return url.end;
    }
    const base64 = readBase64(text, at, marks);
    const mark = marks.at(text, at);
    const head = mark ? runHead(mark.index) : base64.value;
    const before = text.slice(Math.max(0, at - 6), at);
    // `;base64iVBOR…` lost its comma, and `%2C` is one.
    const isInsideWord = /[A-Za-z0-9+/]$/.test(before) && !/(?:base64|%2c)$/i.test(before);
    if (isPictureHead(head) && !isInsideWord && (mark || base64.value.length >= 64)) {
      found.push({ rank: RANK.image, form: "base64", value: base64.value });
    }
    return base64.end;
  }

  function readBracket(start: string, at: number): number {
    const isImage = start === "![";
    // `[![alt](image)](page)`: the inner image counts.
    if (!isImage && text[at + 1] === "!") return at + 1;
    const close = closers.from(at);
    if (close < 0 || close - at > MAX_ALT_CHARS) return at + start.length;
    // A bracket without its own `](` must not claim the next construct's destination.
    if (text.slice(at + start.length, close).includes(isImage ? "![" : "["))
      return at + start.length;
    const destination = readDestination(text, close + 2, marks);
    if (destination.value === "") return at + start.length;
    if (isImage) {
      const isData = /^data:/i.test(destination.value);
      if (isData) found.push({ rank: RANK.image, form: "data-url", value: destination.value });
      else addAddress(destination.value, RANK.image);
    } else if (/^https?:/i.test(destination.value)) {
      const isFile = hasPictureExtension(destination.value);
      addAddress(destination.value, isFile ? RANK.linkToFile : RANK.guess);
    } else if (/^data:image/i.test(destination.value)) {
      found.push({ rank: RANK.linkToFile, form: "data-url", value: destination.value });
    }
    return destination.end;
  }

  function readTag(at: number): number {
    const autolink = readAutolink(text, at);
    if (autolink) {
      addAddress(autolink.value, hasPictureExtension(autolink.value) ? RANK.bareFile : RANK.guess);
      return autolink.end;
    }
    if (!/^<img[\s/]/i.test(text.slice(at, at + 5))) return at + 1;
    const close = tagEnds.from(at);
    if (close < 0) return at + 1;
    const tag = text.slice(at, close);
    const src = /\ssrc\s{0,5}=\s{0,5}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(tag);
    const value = (src?.[1] ?? src?.[2] ?? src?.[3] ?? "").trim();
    if (/^data:/i.test(value)) {
      found.push({ rank: RANK.htmlImage, form: "data-url", value });
    } else if (value) {
      addAddress(value, RANK.htmlImage);
    }
    return close;
  }

  function readData(at: number): number {
    const data = readDataUrl(text, at, marks);
    if (!data) return at + 5;
    found.push({ rank: RANK.image, form: "data-url", value: data.value });
    return data.end;
  }

  function addAddress(value: string, rank: Rank): void {
    // Addresses are often HTML-escaped.
    const plain = withoutEntities(value);
    // `cat.png` alone is not an address; `/files/cat.png` is on the upstream.
    if (!/^(?:[a-z][\w+.-]*:|\/)/i.test(plain)) return;
    found.push({ rank, form: "address", value: plain });
  }
}

/** Decodes `&amp;` and numeric entities. The result is checked like any address. */
function withoutEntities(address: string): string {
  if (!address.includes("&")) return address;
  return address
    .replaceAll("&amp;", "&")
    .replace(/&#(?:x([0-9a-f]{1,4})|(\d{1,5}));/gi, (_, hex?: string, decimal?: string) =>
      String.fromCharCode(hex === undefined ? Number(decimal) : parseInt(hex, 16)),
    );
}

/** The text after the model's thoughts, which hold drafts and echoes of the input. */
export function withoutThoughts(text: string): string {
  let end = 0;
  for (const { 0: tag, index } of text.matchAll(/<\/think(?:ing)?>/gi)) end = index + tag.length;
  return text.slice(end);
}

/**
 * The candidates of the best rank. An address that cannot be fetched (`sandbox:`, `file-service:`) does not hide a
 * fetchable one of a lower rank.
 */
export function bestCandidates(candidates: readonly Candidate[]): Candidate[] {
  const ranks = [...new Set(candidates.map(({ rank }) => rank))].toSorted((a, b) => a - b);
  let unusable: Candidate[] = [];
  for (const rank of ranks) {
    const ofRank = candidates.filter((candidate) => candidate.rank === rank);
    if (ofRank.some(isFetchable)) return ofRank;
    if (unusable.length === 0) unusable = ofRank;
  }
  return unusable;
}

function isFetchable({ form, value }: Candidate): boolean {
  return form !== "address" || /^(https?:|\/)/i.test(value);
}

/** `indexOf` that caches its last result, so that calling it at every position stays linear. */
class NextIndex {
  #next = -2;
  constructor(
    readonly text: string,
    readonly needle: string,
  ) {}

  from(position: number): number {
    if (this.#next !== -1 && this.#next < position) {
      this.#next = this.text.indexOf(this.needle, position);
    }
    return this.#next;
  }
}
