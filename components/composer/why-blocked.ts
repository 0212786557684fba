import type { Reference } from "@/components/composer/use-references";
import { PROMPT_MAX_CHARS } from "@/lib/contracts/limits";

/** Why Send is disabled; each has its sentence under `composer.blocked`. */
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
 * Null when the draft can be sent. Reasons that the user must act on come first.
 * @param room how many references the model takes beside the base
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
