export type HtmlContent = {
  /** Unique image addresses in document order. */
  sources: string[];
  /** Whether the HTML contains visible text. */
  hasWords: boolean;
};

/** Elements whose text is never visible. */
const HIDDEN_ELEMENTS = /<(style|script|title|template|noscript|xml)\b[^>]*>[^]*?<\/\1\s*>/gi;
const COMMENT = /<!--[^]*?(?:-->|$)|<!\[[^\]]*\]>|<!doctype[^>]*>/gi;
const TAG = /<\/?([a-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/gi;
const ATTRIBUTE = /([^\s"'=<>/]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g;

/**
 * Finds pictures and visible text in pasted or dropped HTML. Scans tags instead of parsing, so it needs no DOM; the
 * HTML is never inserted into the page.
 */
export function readHtml(html: string): HtmlContent {
  const sources: string[] = [];
  const rest = html
    .replace(COMMENT, "")
    .replace(HIDDEN_ELEMENTS, "")
    .replace(TAG, (_tag, name: string, inside: string) => {
      if (!/^(?:img|v:imagedata)$/i.test(name)) return "";
      const source = sourceOf(inside);
      if (source !== null && !sources.includes(source)) sources.push(source);
      return "";
    });
  return { sources, hasWords: /[^\s\u200B\uFEFF\uFFFC]/u.test(decodeEntities(rest)) };
}

function sourceOf(inside: string): string | null {
  const attributes = new Map(
    [...inside.matchAll(ATTRIBUTE)].map(([, name = "", a, b, c]) => [
      name.toLowerCase(),
      decodeEntities(a ?? b ?? c ?? ""),
    ]),
  );
  // Tracking pixels.
  if (["width", "height"].some((side) => /^[01](?:px)?$/.test(attributes.get(side) ?? ""))) {
    return null;
  }
  const first = attributes.get("srcset")?.trim().split(/\s+/)[0]?.replace(/,$/, "");
  return attributes.get("src")?.trim() || first || null;
}

const ENTITIES: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00A0",
};

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null;
    if (code !== null) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
    return ENTITIES[String(name).toLowerCase()] ?? whole;
  });
}
