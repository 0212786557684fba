import "server-only";
import { emptyEnvelope, type Envelope } from "./envelope";
import { isObject } from "./json-values";
import { isBlockedEnding, isRefusal } from "./refusal-words";
import { formOf } from "./picture-fields";
import { isPictureHead } from "./scan-data";
import { hasPictureExtension } from "./scan-url";

/** Far more than any answer has; bounds the work on a hostile one. */
const MAX_VALUES = 20_000;
const MAX_DEPTH = 12;

/** Fields that echo the request or link elsewhere: never results. */
const NO_RESULT =
  /prompt|^(input|inputs|request|messages|params|parameters|arguments|args|mask|tools|metadata|meta|urls|links|logo|icon|avatar|docs?|help|homepage|website|encrypted_content|thought_?signature|signature)$|referenc|^ref_|_ref$|^init_?image|^input_?|^source_?image|^original|annotation|citation|thumb|preview|partial|webhook|callback|polling/i;

/** Fields whose name implies an image, so that their address needs no image extension. */
const PICTURE_FIELD = /image|img|picture|photo|bild|artwork|^pic/i;

/** No image in the known fields, and no error, task, filter or refusal explains it. */
export function mayHidePicture({ error, isTicket, endings, refusals, texts }: Envelope): boolean {
  if (error !== null || isTicket || endings.some(isBlockedEnding)) return false;
  if (refusals.length > 0) return false;
  return !isRefusal(texts.join("\n"));
}

/**
 * The last resort when no known field holds an image: searches all JSON, including JSON inside strings. Data URLs and
 * base64 count by their first bytes, addresses by their extension or field name.
 * @param runHead the start of the base64 behind a mark (null if the text is not a mark)
 */
export function findAnyPicture(
  values: readonly unknown[],
  runHead: (text: string) => string | null,
): Envelope {
  const into = emptyEnvelope();
  let seen = 0;
  for (const value of values) visit(value, "", 0);
  return into;

  function visit(value: unknown, name: string, depth: number): void {
    seen += 1;
    if (seen > MAX_VALUES || depth > MAX_DEPTH) return;
    if (typeof value === "string") {
      visitText(value.trim(), name, depth);
    } else if (Array.isArray(value)) {
      for (const item of value) visit(item, name, depth + 1);
    } else if (isObject(value)) {
      if (/partial/.test(String(value["type"])) || "partial_image_index" in value) return;
      for (const [key, item] of Object.entries(value)) {
        if (!NO_RESULT.test(key) || (key === "urls" && Array.isArray(item)))
          visit(item, PICTURE_FIELD.test(key) ? key : inheritedName(name, key), depth + 1);
      }
    }
  }

  function visitText(text: string, name: string, depth: number): void {
    const form = formOf(text, false);
    if (form?.form === "data-url") {
      if (/^data:image\//i.test(text)) into.pictures.push({ forms: [form] });
    } else if (isPictureHead(runHead(text) ?? text) && !/\s/.test(text.slice(0, 64))) {
      into.pictures.push({ forms: [{ form: "base64", value: text }] });
    } else if (/^https?:\/\/\S+$/i.test(text)) {
      const isOne = hasPictureExtension(text) || PICTURE_FIELD.test(name);
      if (isOne) into.pictures.push({ forms: [{ form: "address", value: text }] });
    } else if (/^[{[]/.test(text)) {
      visit(parsed(text), name, depth + 1);
    } else if (/!\[[^\]]{0,500}\]\(|data:image\//i.test(text)) {
      into.texts.push(text);
    }
  }
}

/** `{"images": {"0": {"url": …}}}`: a field's name applies to the values inside it. */
function inheritedName(name: string, key: string): string {
  return /^(\d+|url|uri|src|href|link|data|value|content|b64|base64)$/i.test(key) ? name : key;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
