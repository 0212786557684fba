/**
 * The characters of a text as a reader counts them: a letter with its marks, a whole emoji sequence, a flag. Cutting
 * between them never leaves half of one. Browsers without a segmenter count code points.
 */
export function graphemesOf(text: string): string[] {
  if (typeof Intl.Segmenter !== "function") return [...text];
  // The rules are the same in every language, so that the server and every browser cut alike.
  const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** The first characters of a text: at most `maxCount`, and at most `maxBytes` in UTF-8. */
export function takeGraphemes(text: string, maxCount: number, maxBytes = Infinity): string {
  let bytes = 0;
  let taken = "";
  for (const grapheme of graphemesOf(text).slice(0, maxCount)) {
    bytes += new TextEncoder().encode(grapheme).length;
    if (bytes > maxBytes) break;
    taken += grapheme;
  }
  return taken;
}
