import type { Reference } from "@/components/composer/use-references";
import { PROMPT_MAX_CHARS } from "@/lib/contracts/limits";

/** Why Send does nothing now; each has its sentence under `composer.blocked`. */
export type Blocked =
  | "empty"
  | "tooLong"
  | "uploading"
  | "failedReference"
  | "tooManyPictures"
  | "sending"
  | "seeking"
  | "baseGone"
  | "budget";

/**
 * Null when what is written can go. The reason that the person has to act on comes first.
 * @param room how many references the model takes beside the picture that is gone on from
 */
export function whyBlocked(
  text: string,
  references: readonly Pick<Reference, "state">[],
  isOverBudget: boolean,
  room = Infinity,
): Blocked | null {
  if (isOverBudget) return "budget";
  if (references.some(({ state }) => state === "failed")) return "failedReference";
  if (references.length > room) return "tooManyPictures";
  if (text.trim() === "") return "empty";
  if (text.length > PROMPT_MAX_CHARS) return "tooLong";
  return references.some(({ state }) => state === "coming") ? "uploading" : null;
}
