import "server-only";
import { emptyEnvelope, type Envelope } from "./envelope";
import { isObject } from "./json-values";
import { isBlockedEnding, isRefusal } from "./refusal-words";
import { formOf } from "./picture-fields";
import { isPictureHead } from "./scan-data";
import { hasPictureExtension } from "./scan-url";

/** Far more than any answer has; they bound the work on a hostile one. */
const MAX_VALUES = 20_000;
const MAX_DEPTH = 12;

/** Fields that say back what was asked, or link to something else: never results. */
const NO_RESULT =
  /prompt|^(input|inputs|request|messages|params|parameters|arguments|args|mask|tools|metadata|meta|urls|links|logo|icon|avatar|docs?|help|homepage|website|encrypted_content|thought_?signature|signature)$|referenc|^ref_|_ref$|^init_?image|^input_?|^source_?image|^original|annotation|citation|thumb|preview|partial|webhook|callback|polling/i;

/** Fields whose name promises a picture, so that its address needs no picture's ending. */
const PICTURE_FIELD = /image|img|picture|photo|bild|artwork|^pic/i;

/** Nothing was found where pictures are, and neither an error, a ticket, a filter nor a refusal says why. */
export function mayHideOne({ error, isTicket, endings, refusals, texts }: Envelope): boolean {
  if (error !== null || isTicket || endings.some(isBlockedEnding)) return false;
  if (refusals.length > 0) return false;
  return !isRefusal(texts.join("\n"));
}

/**
 * The last resort for an answer in which no known field holds a picture: looks through all of its JSON, JSON inside strings
 * included, for what can only be one. Data URLs and base64 count by how they begin, addresses by their ending or their field's name.
 * @param runHead how the base64 behind a mark begins (null where the text is no mark)
 */
export function findAnyPicture(
  values: readonly unknown[],
  runHead: (text: string) => string | null,
): Envelope {
  const into = emptyEnvelope();
  let seen = 0;
  for (const value of values) look(value, "", 0);
  return into;

  function look(value: unknown, name: string, depth: number): void {
    seen += 1;
    if (seen > MAX_VALUES || depth > MAX_DEPTH) return;
    if (typeof value === "string") {
      lookAtText(value.trim(), name, depth);
    } else if (Array.isArray(value)) {
      for (const item of value) look(item, name, depth + 1);
    } else if (isObject(value)) {
      if (/partial/.test(String(value["type"])) || "partial_image_index" in value) return;
      for (const [key, item] of Object.entries(value)) {
        if (!NO_RESULT.test(key) || (key === "urls" && Array.isArray(item)))
          look(item, PICTURE_FIELD.test(key) ? key : keptName(name, key), depth + 1);
      }
    }
  }

  function lookAtText(text: string, name: string, depth: number): void {
    const form = formOf(text, false);
    if (form?.form === "data-url") {
      if (/^data:image\//i.test(text)) into.pictures.push({ forms: [form] });
    } else if (isPictureHead(runHead(text) ?? text) && !/\s/.test(text.slice(0, 64))) {
      into.pictures.push({ forms: [{ form: "base64", value: text }] });
    } else if (/^https?:\/\/\S+$/i.test(text)) {
      const isOne = hasPictureExtension(text) || PICTURE_FIELD.test(name);
      if (isOne) into.pictures.push({ forms: [{ form: "address", value: text }] });
    } else if (/^[{[]/.test(text)) {
      look(parsed(text), name, depth + 1);
    } else if (/!\[[^\]]{0,500}\]\(|data:image\//i.test(text)) {
      into.texts.push(text);
    }
  }
}

/** `{"images": {"0": {"url": …}}}`: what a field promises holds for the values inside it. */
function keptName(name: string, key: string): string {
  return /^(\d+|url|uri|src|href|link|data|value|content|b64|base64)$/i.test(key) ? name : key;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
