import "server-only";
import type { EnvelopeName } from "@/lib/contracts/upstream";
import { isObject, parseBody } from "./json-values";
import { TooMuchTextError, extractBase64 } from "./extract-base64";
import { sniffMedia } from "./picture-file";

/**
 * Names the format of a spooled answer by its own fields, not by the endpoint. Reads the answer again, which is cheap
 * next to the call. Used by the connection check only; `readAnswer` accepts any format.
 */
export async function envelopeNameOf(spoolPath: string): Promise<EnvelopeName> {
  try {
    const { text, firstBytes } = await extractBase64(spoolPath);
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
