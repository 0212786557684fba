import "server-only";
import type { CompatMessage, CompatPart } from "@/lib/contracts/openai-compat-message";
import { PROMPT_MAX_CHARS } from "@/lib/contracts/limits";
import { shownPictures } from "@/lib/server/domain/compat-orders/shown-pictures";
import { AppError } from "@/lib/server/errors";
import { asPreamble, type EarlierTurn, keepNewest } from "@/lib/server/upstream/send/history";

/** An image of a request (an address, a data URL or base64), and its field. */
export type InputPicture = { url: string; field: string };

/** A message before the last one, with the images it contains. */
export type EarlierMessage = {
  role: "user" | "assistant";
  text: string;
  pictures: InputPicture[];
};

/** The newest answer with images, and the messages after it. */
export type ShownAnswer = { pictures: InputPicture[]; since: EarlierMessage[] };

export type Conversation = {
  systemInstruction: string;
  /** The last message, which must be the user's. */
  instruction: string;
  /** Those of the last message, else of the newest user message that no answer with images follows. */
  pictures: InputPicture[];
  earlier: EarlierMessage[];
  shown: ShownAnswer | null;
};

/**
 * Parses a chat. Parts of earlier messages that are neither text nor an image are skipped.
 * @throws AppError `invalid_field` if the last message is not the user's or has such a part
 */
export function readConversation(messages: readonly CompatMessage[]): Conversation {
  const lastIndex = messages.findLastIndex(({ role }) => role === "user" || role === "assistant");
  const last = messages[lastIndex];
  if (last?.role !== "user") {
    const hint = "the last message must be the user's";
    throw new AppError("invalid_field", { field: "messages", details: { hint } });
  }
  refuseOthers(last.content, lastIndex);
  const earlier = messages.slice(0, lastIndex).flatMap(toEarlier);
  const shown = findShown(earlier);
  const pictures = picturesOfMessage(last, lastIndex);
  return {
    systemInstruction: messages.flatMap(systemText).join("\n\n"),
    instruction: textOf(last.content).trim(),
    pictures: pictures.length > 0 ? pictures : unanswered(shown?.since ?? earlier),
    earlier,
    shown,
  };
}

function findShown(earlier: readonly EarlierMessage[]): ShownAnswer | null {
  const index = earlier.findLastIndex(
    ({ role, pictures }) => role === "assistant" && pictures.length > 0,
  );
  const answer = earlier[index];
  return answer ? { pictures: answer.pictures, since: earlier.slice(index + 1) } : null;
}

/** An image that led to a question or a failed call is still the subject of the next message. */
function unanswered(since: readonly EarlierMessage[]): InputPicture[] {
  return (
    since.findLast(({ role, pictures }) => role === "user" && pictures.length > 0)?.pictures ?? []
  );
}

/**
 * The prompt with the earlier messages that no turn of this instance holds, in the format and within the budget that
 * earlier turns of a branch have on an endpoint without messages.
 */
export function withEarlier(instruction: string, earlier: readonly EarlierMessage[]): string {
  const { kept } = keepNewest(pairUp(earlier));
  const whole = kept.length === 0 ? instruction : `${asPreamble(kept)}\n\n${instruction}`;
  if (whole.length <= PROMPT_MAX_CHARS || kept.length === 0) return whole;
  // A long instruction leaves less room for earlier messages.
  return withEarlier(instruction, earlier.slice(1));
}

/** Pairs instructions with replies. Drops the text of an answer with images: the model does not need it. */
function pairUp(earlier: readonly EarlierMessage[]): EarlierTurn[] {
  const turns: EarlierTurn[] = [];
  for (const message of earlier) {
    if (message.role === "user") turns.push({ instruction: message.text, reply: null });
    const turn = turns.at(-1);
    if (message.role === "assistant" && turn !== undefined) {
      turn.reply = message.pictures.length > 0 ? null : message.text.trim() || null;
    }
  }
  return turns.filter((turn) => turn.instruction.trim() !== "");
}

function systemText(message: CompatMessage): string[] {
  if (message.role !== "system" && message.role !== "developer") return [];
  const text = textOf(message.content).trim();
  return text === "" ? [] : [text];
}

function toEarlier(message: CompatMessage, index: number): EarlierMessage[] {
  if (message.role !== "user" && message.role !== "assistant") return [];
  const { role } = message;
  const field = `messages.${index}.content`;
  const text = textOf(message.content);
  const pictures = picturesOfMessage(message, index);
  if (role === "user") return [{ role, text, pictures }];
  const inWords = shownPictures(text).map((url) => ({ url, field }));
  // OpenRouter's clients may send the same image in both fields.
  const all = new Map([...pictures, ...inWords].map((picture) => [picture.url, picture]));
  return [{ role, text, pictures: [...all.values()] }];
}

function refuseOthers(parts: readonly CompatPart[], message: number): void {
  for (const [index, part] of parts.entries()) {
    if (part.kind !== "other") continue;
    const field = ["messages", message, "content", index, ...(part.key === "" ? [] : [part.key])];
    const hint =
      part.key === "type"
        ? `text or image_url, not ${part.came}`
        : `text or a picture, not ${part.came}`;
    throw new AppError("invalid_field", { field: field.join("."), details: { hint } });
  }
}

function textOf(parts: readonly CompatPart[]): string {
  return parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
}

type Spoken = Extract<CompatMessage, { role: "user" | "assistant" }>;

function picturesOfMessage({ content, images }: Spoken, index: number): InputPicture[] {
  return [
    ...picturesOf(images, `messages.${index}.images`),
    ...picturesOf(content, `messages.${index}.content`),
  ];
}

function picturesOf(parts: readonly CompatPart[], field: string): InputPicture[] {
  return parts.flatMap((part, index) =>
    part.kind === "picture" ? [{ url: part.url, field: `${field}.${index}.${part.key}` }] : [],
  );
}
