/** As server/upstream/history.ts writes it. */
const PREAMBLE = /^Earlier instructions:\n- [\s\S]*?\n\nNow:\n\n/;

/**
 * An instruction without what was said before it, which a program's chat puts in front: the words that a person would call
 * the picture's.
 */
export function withoutPreamble(prompt: string): string {
  return prompt.replace(PREAMBLE, "");
}
