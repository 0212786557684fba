export type Mention = { start: number; query: string };

const QUERY_MAX_CHARS = 40;

/**
 * The "@name" that ends at the caret, if any. The @ may follow anything that is not part of an e-mail address; Chinese
 * has no spaces between words, so none is required.
 */
export function findMention(text: string, caret: number): Mention | null {
  const before = text.slice(0, caret);
  const start = before.lastIndexOf("@");
  if (start < 0 || /[A-Za-z0-9._+-]/.test(before[start - 1] ?? "")) return null;
  const query = before.slice(start + 1);
  if (query.length > QUERY_MAX_CHARS || /[\n@]|\s{2}|^\s/.test(query)) return null;
  return { start, query };
}

/** Number of a reference as the model sees it: the base is image 1, references follow. */
export function referenceNumber(index: number, hasBase: boolean): number {
  return index + (hasBase ? 2 : 1);
}
