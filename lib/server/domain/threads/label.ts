import "server-only";

/** A prompt in a few words, cut at a word's end where there is one: for titles, labels and file names. */
export function shortenPrompt(prompt: string, maxChars: number): string {
  const line = prompt.replace(/\s+/gu, " ").trim();
  const chars = [...line];
  if (chars.length <= maxChars) return line;
  const cut = chars.slice(0, maxChars - 1).join("");
  const space = cut.lastIndexOf(" ");
  return `${(space > maxChars / 2 ? cut.slice(0, space) : cut).replace(/[\s.,;:，。；：、]+$/u, "")}…`;
}
