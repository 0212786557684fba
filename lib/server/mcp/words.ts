import "server-only";
import { z } from "zod";
import {
  actionFor,
  type FailureAction,
  isFailureCode,
  isFreshAnswer,
} from "@/lib/contracts/failures";
import type { GenerationState, GenerationView } from "@/lib/contracts/generations";
import type { ImageView } from "@/lib/contracts/images";
import { toProblem } from "@/lib/server/errors";
import { errorFields, log } from "@/lib/server/log";

// Texts for assistants, in English only: they translate for their user.

/** A problem as a sentence with our code in it. An internal error reveals no details; it is logged. */
export function sayProblem(error: unknown, tool: string): string {
  if (error instanceof z.ZodError) return `The arguments are wrong: ${z.prettifyError(error)}`;
  const { code, title, field, details = {}, status } = toProblem(error, "");
  if (status >= 500) log.error({ ...errorFields(error), tool }, "a tool failed");
  const facts = Object.entries(details).map(([name, value]) => `${name}: ${value}`);
  const fieldFact = field === undefined ? [] : [`field: ${field}`];
  return `${title} (${[code, ...fieldFact, ...facts].join(", ")}).`;
}

const BILLED = {
  no: "It was not billed.",
  yes: "It was billed.",
  unknown: "It may have been billed.",
} as const;

const NEXT: Record<FailureAction, string> = {
  retry: "You can retry without changes.",
  wait: "The image service is busy: retry later.",
  edit: "Change the instruction or the references before trying again.",
  send_again: "A retry may be billed again: ask the person first.",
  look_again: "The answer is kept: reading it again costs nothing and may find the picture.",
  offer_2k: "Tier 2K would probably work.",
  contact_owner: "Only the owner of this studio can fix it.",
};

/**
 * Why a generation gave no image, whether it cost money, and what to do now.
 * @param mayLook whether the caller is offered the tool `look_again`
 */
export function sayFailure(generation: GenerationView, now: Date, mayLook: boolean): string {
  const { state, failureCode, failureHint, billed, modelWords, hasAnswer } = generation;
  const code = failureCode ?? (state === "unknown" ? "unknown_outcome" : state);
  const facts = [`No picture: ${code}.`, BILLED[billed ?? "unknown"]];
  if (modelWords !== null) facts.push(`The model said: ${JSON.stringify(modelWords)}`);
  if (isFailureCode(code)) {
    const hint = failureHint ?? undefined;
    const isFresh = isFreshAnswer(generation, now.getTime());
    facts.push(NEXT[actionFor({ code, billed: billed ?? "unknown", hint, hasAnswer, isFresh })]);
  }
  if (hasAnswer && mayLook) {
    facts.push(
      `To read the kept answer again for free: look_again, generationId ${generation.id}.`,
    );
  }
  return facts.join(" ");
}

const STAGES: Partial<Record<GenerationState, string>> = {
  queued: "queued",
  claimed: "being sent",
  sent: "the model is drawing",
  received: "storing the picture",
  succeeded: "done",
};

/** The progress of a turn: "the model is drawing", or for several images "2 of 4 ended; the model is drawing". */
export function sayStages(states: readonly GenerationState[]): string {
  const running = states.filter((state) =>
    ["queued", "claimed", "sent", "received"].includes(state),
  );
  const stages = [...new Set(running)].map((state) => STAGES[state] ?? state).join(", ");
  if (states.length === 1) return stages || "ended";
  const ended = `${states.length - running.length} of ${states.length} ended`;
  return stages === "" ? ended : `${ended}; ${stages}`;
}

/** The images of a generation that are neither in the trash nor purged. */
export function keptImagesOf({ images }: GenerationView): ImageView[] {
  return images.filter(({ state }) => state === "kept");
}

/** A line for each image of a generation, those that were trashed or purged included. */
export function sayImages({ images }: GenerationView): string[] {
  return images.map((image) => {
    if (image.state === "kept") return sayImage(image);
    return `${image.id}: ${image.state === "trashed" ? "in the trash" : "deleted for good"}`;
  });
}

/** One line about an image, starting with its id. */
export function sayImage(image: ImageView): string {
  const size = `${image.width}x${image.height}`;
  const isOtherSize = image.askedSize !== null && image.askedSize !== size;
  return [
    `${image.id}: ${JSON.stringify(image.name)}, ${size}`,
    ...(isOtherSize ? [`(asked for ${image.askedSize})`] : []),
    `${image.origin} ${image.createdAt}`,
  ].join(", ");
}
