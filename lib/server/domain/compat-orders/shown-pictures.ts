import "server-only";

/** An address with a picture's ending, as answers give one for a download; or one of ours. */
const PICTURE_PATH = /\.(?:png|jpe?g|webp|gif|avif)$|\/i\/[0-9a-f-]{36}\/\w[\w-]*$/i;
const BARE = /(?:https?:\/\/|data:image\/)[^\s<>()"'`\]]+/gi;

/**
 * The pictures that an answer's words show, each once: Markdown pictures and `<img>`; where there are none, what a client
 * has unwrapped, which is addresses of pictures and data URLs that stand by themselves.
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

/** Goes forward only, since a history holds megabytes of base64 and whatever else was put there. */
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
