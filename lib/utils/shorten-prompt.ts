import { graphemesOf } from "@/lib/utils/graphemes";

/** How long a version's label is in the tree: two lines under a thumbnail. */
export const TREE_LABEL_CHARS = 40;

/** A prompt in a few words, cut at a word's end where there is one: for titles, labels and file names. */
export function shortenPrompt(prompt: string, maxChars: number): string {
  const line = prompt.replace(/\s+/gu, " ").trim();
  // Fewer units than characters allowed is the common case, and needs no segmenter.
  if (line.length <= maxChars) return line;
  const chars = graphemesOf(line);
  if (chars.length <= maxChars) return line;
  const cut = chars.slice(0, maxChars - 1).join("");
  const space = cut.lastIndexOf(" ");
  return `${(space > maxChars / 2 ? cut.slice(0, space) : cut).replace(/[\s.,;:，。；：、]+$/u, "")}…`;
}
