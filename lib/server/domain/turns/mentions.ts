import "server-only";
import type { Mention, TurnDraft } from "@/lib/contracts/turns";
import { AppError } from "@/lib/server/errors";

type Mentioning = Pick<TurnDraft, "prompt" | "mentions" | "baseImageId" | "referenceIds">;

/**
 * Checks that each mention names a picture of its own turn, and by the number that the model is told: the base is 1 and
 * references follow. In order, without overlaps, inside the prompt. Throws `invalid_field` for `mentions.<index>`.
 */
export function checkMentions(draft: Mentioning): void {
  let lastEnd = 0;
  for (const [index, { start, end, imageId }] of (draft.mentions ?? []).entries()) {
    const isPlaced = start >= lastEnd && end > start && end <= draft.prompt.length;
    const number = /\d+$/.exec(draft.prompt.slice(start, end))?.[0];
    const numbers = numbersOf(draft, imageId);
    if (!isPlaced || number === undefined || !numbers.includes(Number(number))) {
      throw new AppError("invalid_field", {
        field: `mentions.${index}`,
        detail: isPlaced
          ? `the words must end with the number of that picture: ${numbers.join(" or ") || "it does not go along"}`
          : "mentions stand in order inside the prompt and do not overlap",
      });
    }
    lastEnd = end;
  }
}

/** The numbers of a picture as the model counts; none where it does not go along. */
function numbersOf({ baseImageId, referenceIds }: Mentioning, imageId: string): number[] {
  const pictures: readonly string[] =
    baseImageId === null ? referenceIds : [baseImageId, ...referenceIds];
  return pictures.flatMap((id, index) => (id === imageId ? [index + 1] : []));
}

/**
 * A prompt for a later call of the same thread, where other pictures go along under the same numbers: each mention
 * becomes the name of its picture in quotation marks. Pictures without a known name stay as they are.
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
