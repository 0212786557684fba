import "server-only";
import type { DoorMessage } from "@/lib/contracts/door";
import { AppError } from "@/lib/server/errors";
import { asPreamble, type EarlierTurn, keepNewest } from "@/lib/server/upstream/history";

/** A picture that a message brings along, and where it stands in the request. */
export type BroughtPicture = { url: string; field: string };

/** What was said before the last message, with the addresses of pictures that the answers showed. */
export type EarlierMessage =
  | { role: "user"; text: string }
  | { role: "assistant"; text: string; pictureUrls: string[] };

export type Conversation = {
  systemInstruction: string;
  /** The last message: it must be the user's. */
  instruction: string;
  pictures: BroughtPicture[];
  earlier: EarlierMessage[];
};

/** A chat as the studio sees one. Throws `invalid_field` where the last message is not the user's. */
export function readConversation(messages: readonly DoorMessage[]): Conversation {
  const spoken = messages.map((message, index) => ({ message, index }));
  const lastIndex = spoken.findLastIndex(
    ({ message }) => message.role === "user" || message.role === "assistant",
  );
  const last = messages[lastIndex];
  if (last?.role !== "user") {
    const hint = "the last message must be the user's";
    throw new AppError("invalid_field", { field: "messages", details: { hint } });
  }
  return {
    systemInstruction: messages.flatMap(systemText).join("\n\n"),
    instruction: textOf(last.content).trim(),
    pictures: picturesOf(last, lastIndex),
    earlier: messages.slice(0, lastIndex).flatMap(toEarlier),
  };
}

/**
 * The instruction as the model is told it, with what was said before it that no turn of ours holds: within the same
 * budget, and in the same words, as earlier turns of a branch have on an endpoint without messages.
 */
export function withEarlier(instruction: string, earlier: readonly EarlierMessage[]): string {
  const { kept } = keepNewest(pairUp(earlier));
  return kept.length === 0 ? instruction : `${asPreamble(kept)}\n\n${instruction}`;
}

/** An answer that shows a picture says nothing else that the model need be told. */
function pairUp(earlier: readonly EarlierMessage[]): EarlierTurn[] {
  const turns: EarlierTurn[] = [];
  for (const message of earlier) {
    if (message.role === "user") turns.push({ instruction: message.text, reply: null });
    const asked = turns.at(-1);
    if (message.role === "assistant" && asked !== undefined) {
      asked.reply = message.pictureUrls.length > 0 ? null : message.text.trim() || null;
    }
  }
  return turns.filter((turn) => turn.instruction.trim() !== "");
}

function systemText(message: DoorMessage): string[] {
  if (message.role !== "system" && message.role !== "developer") return [];
  const text = textOf(message.content).trim();
  return text === "" ? [] : [text];
}

function toEarlier(message: DoorMessage): EarlierMessage[] {
  if (message.role === "user") return [{ role: "user", text: textOf(message.content) }];
  if (message.role !== "assistant") return [];
  const text = textOf(message.content ?? "");
  return [{ role: "assistant", text, pictureUrls: shownPictures(text) }];
}

/** Markdown pictures, and addresses that a client has unwrapped. */
const SHOWN = /!\[[^\]]*\]\(\s*<?([^\s)>]+)|(https?:\/\/[^\s)>"']+\/i\/[^\s)>"']+)/g;

function shownPictures(text: string): string[] {
  return [...text.matchAll(SHOWN)].map(([, shown, bare]) => shown ?? bare ?? "");
}

type Parts = string | readonly { type: string; text?: string; refusal?: string }[];

function textOf(content: Parts): string {
  if (typeof content === "string") return content;
  return content.map((part) => part.text ?? part.refusal ?? "").join("");
}

function picturesOf(message: DoorMessage, index: number): BroughtPicture[] {
  if (message.role !== "user" || typeof message.content === "string") return [];
  return message.content.flatMap((part, place) =>
    part.type === "image_url"
      ? [{ url: part.image_url.url, field: `messages.${index}.content.${place}.image_url` }]
      : [],
  );
}
