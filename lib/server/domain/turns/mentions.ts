import "server-only";
import type { Mention, TurnDraft } from "@/lib/contracts/turns";
import { AppError } from "@/lib/server/errors";

type DraftWithMentions = Pick<TurnDraft, "prompt" | "mentions" | "baseImageId" | "referenceIds">;

/**
 * Checks that each mention names an image of its own turn by the number that the model sees (the base is 1, references
 * follow), in order, without overlaps, inside the prompt. Throws `invalid_field` for `mentions.<index>`.
 */
export function checkMentions(draft: DraftWithMentions): void {
  let lastEnd = 0;
  for (const [index, { start, end, imageId }] of (draft.mentions ?? []).entries()) {
    const isInOrder = start >= lastEnd && end > start && end <= draft.prompt.length;
    const number = /\d+$/.exec(draft.prompt.slice(start, end))?.[0];
    const numbers = numbersOf(draft, imageId);
    if (!isInOrder || number === undefined || !numbers.includes(Number(number))) {
      throw new AppError("invalid_field", {
        field: `mentions.${index}`,
        detail: isInOrder
          ? `a mention must end with the number of its picture: ${numbers.join(" or ") || "that picture is not sent"}`
          : "mentions must be in order, inside the prompt, and must not overlap",
      });
    }
    lastEnd = end;
  }
}

/** The numbers under which an image is sent; empty if it is not sent. */
function numbersOf({ baseImageId, referenceIds }: DraftWithMentions, imageId: string): number[] {
  const pictures: readonly string[] =
    baseImageId === null ? referenceIds : [baseImageId, ...referenceIds];
  return pictures.flatMap((id, index) => (id === imageId ? [index + 1] : []));
}

/**
 * A prompt for a later call of the thread, where the same numbers mean other images: replaces each mention with the
 * image's name in quotation marks. Mentions without a known name stay.
 */
export function nameMentions(
  prompt: string,
  mentions: readonly Mention[],
  names: ReadonlyMap<string, string>,
): string {
  let named = "";
  let at = 0;
  for (const { start, end, imageId } of mentions) {
    const name = names.get(imageId)?.replace(/["“”]/g, "").trim();
    named += prompt.slice(at, start) + (name ? `“${name}”` : prompt.slice(start, end));
    at = end;
  }
  return named + prompt.slice(at);
}
