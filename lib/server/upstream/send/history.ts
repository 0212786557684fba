import "server-only";

/** An earlier turn of the branch, as the model is told of it. */
export type EarlierTurn = {
  instruction: string;
  /** What came in place of a picture: the model's question, or that nothing came. null: it made one. */
  reply: string | null;
};

/** All earlier turns together, in characters: a thread of any length costs the same. */
export const EARLIER_BUDGET_CHARS = 8_000;
/** A single text longer than this is cut, so that one pasted essay does not push out all others. */
const EARLIER_EACH_CHARS = 2_000;

/** The newest turns that fit the budget, in their order, and how many of the oldest were left out. */
export function keepNewest(turns: readonly EarlierTurn[]): {
  kept: EarlierTurn[];
  leftOut: number;
} {
  const kept: EarlierTurn[] = [];
  let left = EARLIER_BUDGET_CHARS;
  for (const turn of turns.toReversed()) {
    const instruction = shorten(turn.instruction);
    const reply = turn.reply === null ? null : shorten(turn.reply);
    const chars = instruction.length + (reply?.length ?? 0);
    if (chars > left) break;
    left -= chars;
    kept.unshift({ instruction, reply });
  }
  return { kept, leftOut: turns.length - kept.length };
}

/** Those after the last picture: what the picture being refined does not show yet, such as a question just answered. */
function sincePicture(turns: readonly EarlierTurn[]): EarlierTurn[] {
  return turns.slice(turns.findLastIndex(({ reply }) => reply === null) + 1);
}

/** The turns for an endpoint that knows one prompt and no messages. */
export function asPreamble(turns: readonly EarlierTurn[]): string {
  return `Earlier instructions:\n${asList(turns)}\n\nNow:`;
}

/**
 * The same where a picture of them is being refined: what it follows already is told as done, so that a wish such as
 * "no people" still holds and nothing is applied twice.
 */
export function asPreambleToPicture(turns: readonly EarlierTurn[]): string {
  const since = sincePicture(turns);
  const shown = turns.slice(0, turns.length - since.length);
  const done =
    "Image 1 already follows these earlier instructions. Keep to them, and do not apply them again:";
  return [
    ...(shown.length > 0 ? [`${done}\n${asList(shown)}`] : []),
    since.length > 0 ? asPreamble(since) : "Now:",
  ].join("\n\n");
}

function asList(turns: readonly EarlierTurn[]): string {
  const lines = turns.map(({ instruction, reply }) =>
    reply === null ? `- ${instruction}` : `- ${instruction}\n  (You answered: ${reply})`,
  );
  return lines.join("\n");
}

function shorten(text: string): string {
  return text.length > EARLIER_EACH_CHARS ? `${text.slice(0, EARLIER_EACH_CHARS - 1)}…` : text;
}
