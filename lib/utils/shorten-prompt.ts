import { graphemesOf } from "@/lib/utils/graphemes";

/** Shortens a prompt at a word boundary if possible: for titles, labels and file names. */
export function shortenPrompt(prompt: string, maxChars: number): string {
  const line = prompt.replace(/\s+/gu, " ").trim();
  // Fast path: fewer code units than characters allowed.
  if (line.length <= maxChars) return line;
  const chars = graphemesOf(line);
  if (chars.length <= maxChars) return line;
  const cut = chars.slice(0, maxChars - 1).join("");
  const space = cut.lastIndexOf(" ");
  return `${(space > maxChars / 2 ? cut.slice(0, space) : cut).replace(/[\s.,;:，。；：、]+$/u, "")}…`;
}
