import "server-only";

/** The path of an image file, as answers link it for download, or of an image of this instance. */
const PICTURE_PATH = /\.(?:png|jpe?g|webp|gif|avif)$|\/i\/[0-9a-f-]{36}\/\w[\w-]*$/i;
const BARE = /(?:https?:\/\/|data:image\/)[^\s<>()"'`\]]+/gi;

/**
 * The distinct images in an answer's text: Markdown images and `<img>`; without any, bare image addresses and data
 * URLs, which some clients extract from the Markdown.
 */
export function shownPictures(text: string): string[] {
  const wrapped = [...markdownPictures(text), ...htmlPictures(text)];
  if (wrapped.length > 0) return [...new Set(wrapped)];
  const bare = [...text.matchAll(BARE)].map(([found]) => found.replace(/[.,;:!?]+$/, ""));
  return [...new Set(bare.filter(isPictureAddress))];
}

function isPictureAddress(found: string): boolean {
  if (/^data:/i.test(found)) return true;
  return URL.canParse(found) && PICTURE_PATH.test(new URL(found).pathname);
}

/** A linear scan, since a history may hold megabytes of base64 and hostile text. */
function markdownPictures(text: string): string[] {
  const found: string[] = [];
  for (let at = text.indexOf("!["); at >= 0; at = text.indexOf("![", at)) {
    const close = text.indexOf("]", at);
    if (close < 0) break;
    const target = /\]\(\s*<?([^\s)>]+)/y;
    target.lastIndex = close;
    const url = target.exec(text)?.[1];
    if (url !== undefined) found.push(url);
    at = close + 1;
  }
  return found;
}

function htmlPictures(text: string): string[] {
  return [...text.matchAll(/<img\b[^>]{0,400}?\ssrc\s*=\s*["']?([^\s"'>]+)/gi)].map(
    ([, url]) => url?.replaceAll("&amp;", "&") ?? "",
  );
}
