import "server-only";
import { COMPAT_BODY_MAX_BYTES } from "@/lib/contracts/openai-compat";
import {
  imagesRequest,
  type ImagesRequest,
  REFUSED_KEYS,
} from "@/lib/contracts/openai-compat-images";
import { isRecord, pictureTextOf } from "@/lib/contracts/openai-compat-picture";
import type { InputPicture } from "@/lib/server/domain/compat-orders/read-conversation";
import {
  printOfForm,
  printOfJson,
  type RequestPrint,
} from "@/lib/server/domain/compat-orders/request-print";
import { AppError } from "@/lib/server/errors";
import { readBytes, readJson } from "@/lib/server/http/body";
import {
  type UploadedFile,
  isEmptyFileInput,
  picturesIn,
} from "@/lib/server/openai-compat/input-images";
import { parseCompat } from "@/lib/server/openai-compat/compat-route";

/** A parsed request of the Images endpoints; for an edit the first image is the base. */
export type ImagesInput = {
  fields: ImagesRequest;
  pictures: (InputPicture | UploadedFile)[];
  print: RequestPrint;
};

/**
 * Reads a request of either Images endpoint: JSON, or a form as OpenAI's clients write it for edits. Fields that would
 * change the image and cannot be honoured are refused by name. Throws `invalid_body`, `invalid_field`,
 * `payload_too_large`.
 */
export async function readImages(request: Request): Promise<ImagesInput> {
  const { body, print } = isForm(request) ? await readForm(request) : await readObject(request);
  for (const [key, { hint, isMet }] of Object.entries(REFUSED_KEYS)) {
    const value = body[key];
    if (!isUnset(value) && !isMet?.(value)) {
      throw new AppError("invalid_field", { field: key, details: { hint } });
    }
  }
  return { fields: parseCompat(imagesRequest, body), pictures: picturesIn(body), print };
}

function isForm(request: Request): boolean {
  const type = request.headers.get("content-type") ?? "";
  return /^\s*multipart\/form-data\b/i.test(type);
}

type Body = { body: Record<string, unknown>; print: RequestPrint };

async function readObject(request: Request): Promise<Body> {
  const body = await readJson(request, COMPAT_BODY_MAX_BYTES);
  if (!isRecord(body)) throw new AppError("invalid_body", { details: { hint: "a JSON object" } });
  return { body: withSize(body), print: printOfJson(body) };
}

async function readForm(request: Request): Promise<Body> {
  const form = await formOf(request);
  return { body: withSize(fieldsOf(form)), print: await printOfForm(form) };
}

async function formOf(request: Request): Promise<FormData> {
  const headers = { "content-type": request.headers.get("content-type") ?? "" };
  const bytes = await readBytes(request, COMPAT_BODY_MAX_BYTES);
  try {
    return await new Response(new Uint8Array(bytes), { headers }).formData();
  } catch (cause) {
    throw new AppError("invalid_body", { cause, details: { hint: "multipart/form-data" } });
  }
}

/** Fields that forms send as text and JSON as numbers. */
const NUMBERS = ["n", "output_compression", "width", "height"];

/** A form as the equivalent JSON object; repeated names become a list. */
function fieldsOf(form: FormData): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    const values = form.getAll(name);
    body[name] = values.length === 1 ? values[0] : values;
  }
  for (const name of NUMBERS) {
    const text = body[name];
    if (typeof text === "string" && /^\s*\d+\s*$/.test(text)) body[name] = Number(text);
  }
  if (body["stream"] === "true") body["stream"] = true;
  if (body["stream"] === "false") body["stream"] = false;
  body["prompt"] ??= "";
  return body;
}

/** Maps other APIs' ways to state the size to `size` and `aspect_ratio`, unless OpenAI's are there. */
function withSize(body: Record<string, unknown>): Record<string, unknown> {
  const { width, height } = body;
  const pixels = isCount(width) && isCount(height) ? `${width}x${height}` : undefined;
  const given = (...values: unknown[]) => values.find((value) => !isUnset(value));
  return {
    ...body,
    size: given(body["size"], pixels, body["image_size"], body["resolution"]),
    aspect_ratio: given(body["aspect_ratio"], body["aspectRatio"], body["ratio"]),
  };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0;
}

/** Values that mean a field is unused: missing, empty, off. */
function isUnset(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0) return true;
  if (typeof value === "string") return /^\s*(false|none|null|0)?\s*$/i.test(value);
  if (value instanceof File) return isEmptyFileInput(value) || value.size === 0;
  // One level deep, however deep the lists of a body nest.
  if (Array.isArray(value)) {
    return value.every((one) => !Array.isArray(one) && isUnset(one));
  }
  return isRecord(value) && (Object.keys(value).length === 0 || pictureTextOf(value) === "");
}
