import "server-only";
import { DOOR_BODY_MAX_BYTES, imagesRequest, type ImagesRequest } from "@/lib/contracts/door";
import { REFERENCES_MAX } from "@/lib/contracts/limits";
import { printOfForm, type RequestPrint } from "@/lib/server/domain/door/request-print";
import { AppError } from "@/lib/server/errors";
import { readBytes } from "@/lib/server/http/body";
import { parseDoor } from "@/lib/server/http/door/door-route";

/** The fields of an edit and its pictures, the first being the one to change. */
export type EditForm = { fields: ImagesRequest; pictures: File[]; print: RequestPrint };

/**
 * Reads `multipart/form-data` as OpenAI's clients write it: `image` once or more, or `image[]`. Throws `invalid_body`,
 * `invalid_field`, `payload_too_large`.
 */
export async function readEditForm(request: Request): Promise<EditForm> {
  const contentType = request.headers.get("content-type") ?? "";
  const bytes = await readBytes(request, DOOR_BODY_MAX_BYTES);
  const form = await formOf(bytes, contentType);
  const pictures = [...form.getAll("image"), ...form.getAll("image[]")].map(asFile);
  if (pictures.length === 0 || pictures.length > REFERENCES_MAX) {
    const hint = `between 1 and ${REFERENCES_MAX} files`;
    throw new AppError("invalid_field", { field: "image", details: { hint } });
  }
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const count = text("n");
  const fields = parseDoor(imagesRequest, {
    model: text("model"),
    prompt: text("prompt") ?? "",
    n: count === undefined ? undefined : Number(count),
    size: text("size"),
    response_format: text("response_format"),
    stream: text("stream") === "true" ? true : undefined,
    mask: form.get("mask") ?? undefined,
  });
  return { fields, pictures, print: await printOfForm(form) };
}

async function formOf(bytes: Uint8Array, contentType: string): Promise<FormData> {
  try {
    const headers = { "content-type": contentType };
    return await new Response(new Uint8Array(bytes), { headers }).formData();
  } catch (cause) {
    throw new AppError("invalid_body", { cause, details: { hint: "multipart/form-data" } });
  }
}

function asFile(value: FormDataEntryValue): File {
  if (value instanceof File && value.size > 0) return value;
  throw new AppError("invalid_field", { field: "image", details: { hint: "a picture's file" } });
}
