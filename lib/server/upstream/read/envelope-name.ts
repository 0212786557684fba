import "server-only";
import type { EnvelopeName } from "@/lib/contracts/upstream";
import { isObject, parseBody } from "./json-values";
import { TooMuchTextError, liftAnswer } from "./extract-base64";
import { sniffMedia } from "./picture-file";

/**
 * Whose clothes a spooled answer wears, by its own fields and not by the endpoint that was asked. Reads it once more, which is
 * cheap beside the call; for the connection check, since a reader of answers takes what comes.
 */
export async function envelopeNameOf(spoolPath: string): Promise<EnvelopeName> {
  try {
    const { text, firstBytes } = await liftAnswer(spoolPath);
    if (sniffMedia(firstBytes).kind === "picture") return "picture";
    const { form, values } = parseBody(text);
    if (form === "events") return "events";
    return nameOf(values[0]);
  } catch (error) {
    if (error instanceof TooMuchTextError) return "other";
    throw error;
  }
}

function nameOf(value: unknown): EnvelopeName {
  if (!isObject(value)) return "other";
  if (Array.isArray(value["choices"])) return "chat";
  if (Array.isArray(value["data"]) || Array.isArray(value["images"])) return "images";
  if (value["output"] !== undefined) return "responses";
  if (Array.isArray(value["candidates"])) return "gemini";
  return "other";
}
