import "server-only";
import { PICTURE_KEYS } from "@/lib/contracts/openai-compat-images";
import { isRecord, kindOf, pictureTextOf } from "@/lib/contracts/openai-compat-picture";
import { REFERENCES_MAX } from "@/lib/contracts/limits";
import type { InputPicture } from "@/lib/server/domain/compat-orders/read-conversation";
import { AppError } from "@/lib/server/errors";

/** An uploaded file, and the form field that it came in. */
export type UploadedFile = { file: File; field: string };

/**
 * The images of a body in order, whatever keys they came under, without duplicates and empty ones. Throws
 * `invalid_field` where a value under such a key is not an image, and above 16 images.
 */
export function picturesIn(body: Record<string, unknown>): (InputPicture | UploadedFile)[] {
  const pictures: (InputPicture | UploadedFile)[] = [];
  const seen = new Set<string>();
  for (const { key } of picturesKeysOf(body)) {
    for (const picture of readAll(body[key], key)) {
      // Some clients send the same image under two keys, to suit every API.
      if ("url" in picture && seen.has(picture.url)) continue;
      if ("url" in picture) seen.add(picture.url);
      pictures.push(picture);
    }
  }
  if (pictures.length > REFERENCES_MAX) {
    const hint = `at most ${REFERENCES_MAX} pictures, not ${pictures.length}`;
    const field = pictures[REFERENCES_MAX]?.field ?? "image";
    throw new AppError("invalid_field", { field, details: { hint } });
  }
  return pictures;
}

/** `image`, and list notations of forms: `image[]`, `image[0]`, `images[0][image_url]`, `images.0.url`. */
const INDEXED = /^([a-z_]+?)((?:\[\w*\]|\.\w+)*)$/;

type PictureKey = { key: string; rank: number; index: number };

function picturesKeysOf(body: Record<string, unknown>): PictureKey[] {
  return Object.keys(body)
    .map((key): PictureKey => {
      const [, name = "", rest = ""] = INDEXED.exec(key) ?? [];
      const rank = PICTURE_KEYS.findIndex((known) => known === name);
      return { key, rank, index: Number(/\d+/.exec(rest)?.[0] ?? 0) };
    })
    .filter(({ rank }) => rank >= 0)
    .toSorted((a, b) => a.rank - b.rank || a.index - b.index);
}

function readAll(value: unknown, field: string): (InputPicture | UploadedFile)[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((one, index) => {
      const path = `${field}.${index}`;
      if (Array.isArray(one)) throw refusal(path, one);
      return readAll(one, path);
    });
  }
  if (value instanceof File) return readFile(value, field);
  const url = pictureTextOf(value);
  if (url === null) throw refusal(field, value);
  return url === "" ? [] : [{ url, field }];
}

function readFile(file: File, field: string): UploadedFile[] {
  if (isEmptyFileInput(file)) return [];
  if (file.size > 0) return [{ file, field }];
  throw new AppError("invalid_field", {
    field,
    details: { hint: "a picture's file, not an empty one" },
  });
}

/** A browser's form sends this for a file input that was left empty. */
export function isEmptyFileInput(file: File): boolean {
  return file.size === 0 && file.name === "";
}

function refusal(field: string, value: unknown): AppError {
  const hint =
    isRecord(value) && "file_id" in value
      ? "files are not kept here: send the picture itself or its address, not a file_id"
      : `a picture as a data URL, base64 or an https address, not ${kindOf(value)}`;
  return new AppError("invalid_field", { field, details: { hint } });
}
