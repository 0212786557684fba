/**
 * The user-perceived characters of a text: a letter with its marks, an emoji sequence, a flag. Cutting between them
 * never splits one. Without Intl.Segmenter these are code points.
 */
export function graphemesOf(text: string): string[] {
  if (typeof Intl.Segmenter !== "function") return [...text];
  // The rules are the same in every language; a fixed locale makes server and browsers agree.
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
