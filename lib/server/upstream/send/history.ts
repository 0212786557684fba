import "server-only";

/** An earlier turn of the branch, as sent to the model. */
export type EarlierTurn = {
  instruction: string;
  /** The model's text answer, or that nothing was received. Null: an image was made. */
  reply: string | null;
};

/** Budget for all earlier turns, in characters, so that a long thread does not cost more. */
export const EARLIER_BUDGET_CHARS = 8_000;
/** A longer text is cut, so that one pasted essay does not push out all others. */
const EARLIER_EACH_CHARS = 2_000;

/** The newest turns that fit the budget, oldest first, and how many were dropped. */
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

/** The turns after the last image, such as a question just answered: the image being refined does not reflect them. */
function sincePicture(turns: readonly EarlierTurn[]): EarlierTurn[] {
  return turns.slice(turns.findLastIndex(({ reply }) => reply === null) + 1);
}

/** The turns as text, for an endpoint with a single prompt. */
export function asPreamble(turns: readonly EarlierTurn[]): string {
  return `Earlier instructions:\n${asList(turns)}\n\nNow:`;
}

/**
 * The same when refining: turns that the image already follows are listed as done, so that a wish such as "no people"
 * still holds and nothing is applied twice.
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
