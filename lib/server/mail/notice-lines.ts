import "server-only";

/** One thing that happened with a link. `title` and `name` are words of others. */
export type NoticeLine = {
  kind: "opening" | "comment" | "held" | "picks" | "approved" | "changes";
  /** What the link shows; null where the reader may no longer see it. */
  title: string | null;
  name: string;
  isGuest: boolean;
  count: number;
};

/** The most lines of a mail; the rest is counted. */
export const LINES_MAX = 20;
const NAME_CHARS = 40;
const TITLE_CHARS = 80;

/**
 * A name as a mail shows it; null for a guest whose name is empty or looks like an address, which mail clients would
 * turn into a link.
 */
export function nameInMail({ name, isGuest }: Pick<NoticeLine, "name" | "isGuest">): string | null {
  const text = cut(name, NAME_CHARS);
  const isAddress = /[\p{L}\p{N}]\.[\p{L}\p{N}]|[/@:]/u.test(text);
  return text === "" || (isGuest && isAddress) ? null : text;
}

export function titleInMail(title: string): string {
  return cut(title, TITLE_CHARS);
}

/** One line without control characters, at most so many characters. */
function cut(text: string, max: number): string {
  const chars = [...text.replace(/[\p{C}\s]+/gu, " ").trim()];
  return chars.length <= max ? chars.join("") : `${chars.slice(0, max - 1).join("")}…`;
}
