/** The format written by server/upstream/send/history.ts. */
const PREAMBLE = /^Earlier instructions:\n- [\s\S]*?\n\nNow:\n\n/;

/** Removes the earlier instructions that a chat program puts before the current one, which names the picture. */
export function withoutPreamble(prompt: string): string {
  return prompt.replace(PREAMBLE, "");
}
