import "server-only";
import { firstText, isObject, type JsonObject } from "./json-values";
import { hasPictureExtension } from "./scan-url";

/** An image in a field of its own: its forms, preferred first. */
export type FieldPicture = { forms: FieldForm[] };
export type FieldForm = { form: "address" | "data-url" | "base64"; value: string };

const INLINE_FIELDS = [
  "b64_json",
  "b64",
  "base64",
  "image_base64",
  "imageBase64",
  "image_b64",
  "bytesBase64Encoded",
];
const ADDRESS_FIELDS = [
  "url",
  "image_url",
  "imageUrl",
  "image",
  "uri",
  "fileUri",
  "file_uri",
  "src",
  "link",
  "output_url",
  "asset_pointer",
];
const NESTED_FIELDS = [
  "inlineData",
  "inline_data",
  "fileData",
  "file_data",
  "source",
  "file",
  "image",
  "image_url",
  "imageUrl",
];

/** Every form in which an object offers an image, inline data first. Empty and null forms do not count. */
export function formsOf(object: JsonObject, depth = 0): FieldForm[] {
  const inline: FieldForm[] = [];
  const addresses: FieldForm[] = [];
  const add = (form: FieldForm | null) => {
    if (form) (form.form === "address" ? addresses : inline).push(form);
  };
  for (const name of INLINE_FIELDS) add(formOf(object[name], true));
  // `data` and `result` have other meanings elsewhere; they count only beside an image type.
  if (/^(base64|image)/.test(String(object["type"])) || isPictureType(object)) {
    add(formOf(object["data"], true));
    add(formOf(object["result"], true));
  }
  for (const name of ADDRESS_FIELDS) add(formOf(object[name], false));
  if (depth < 3) {
    for (const name of NESTED_FIELDS) {
      const nested = object[name];
      if (isObject(nested)) for (const form of formsOf(nested, depth + 1)) add(form);
    }
  }
  // Inline data comes first: an address has yet to be fetched and may have expired.
  return [...inline, ...addresses];
}

function isPictureType(object: JsonObject): boolean {
  const type = firstText(object, ["mimeType", "mime_type", "media_type", "mediaType"]);
  return type !== null && /^image\//i.test(type);
}

/**
 * The form of a string in an image field; null for text.
 * @param isInline the field's name implies base64
 */
export function formOf(value: unknown, isInline: boolean): FieldForm | null {
  if (typeof value !== "string") return null;
  const text = value.trim().replace(/^<([^<>]+)>$/, "$1");
  if (text === "") return null;
  if (/^data:/i.test(text)) return { form: "data-url", value: text };
  if (/^[a-z][\w+.-]*:/i.test(text)) return { form: "address", value: text };
  if (isInline || isLongBase64(text)) return { form: "base64", value: text };
  // A relative address, on the upstream's origin.
  if (text.startsWith("/")) return { form: "address", value: text };
  const isWithoutScheme = /^(?:[\w-]+\.)+[a-z]{2,}\/\S+$/i.test(text) && hasPictureExtension(text);
  return isWithoutScheme ? { form: "address", value: `https://${text}` } : null;
}

function isLongBase64(text: string): boolean {
  return text.startsWith("\uE000") || (text.length >= 64 && /^[A-Za-z0-9+/_=\s-]+$/.test(text));
}
