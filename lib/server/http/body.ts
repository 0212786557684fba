import "server-only";
import { AppError } from "@/lib/server/errors";
import { decodedBody } from "@/lib/server/http/decode-body";

/** 1 MiB: a prompt of 32,000 characters with all its settings stays far below. */
export const JSON_BODY_MAX_BYTES = 1024 * 1024;

/**
 * The request's body as JSON; undefined for an empty one. Throws `invalid_body` for malformed JSON or another content
 * type, and `payload_too_large` above the cap.
 */
export async function readJson(
  request: Request,
  maxBytes: number = JSON_BODY_MAX_BYTES,
): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes);
  if (bytes.byteLength === 0) return undefined;
  if (!isJsonType(request.headers.get("content-type"))) {
    throw new AppError("invalid_body", { detail: "Content-Type: application/json is expected" });
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new AppError("invalid_body", { cause, detail: "The body is not JSON in UTF-8" });
  }
}

function isJsonType(contentType: string | null): boolean {
  return contentType?.split(";")[0]?.trim().toLowerCase() === "application/json";
}

/**
 * Throws `payload_too_large` if the body is declared larger than `maxBytes`. The body stays unread: the server drains it
 * after the reply, while a stream that is cancelled may take the connection with it, and the reply too.
 */
export function refuseDeclaredSize(request: Request, maxBytes: number): void {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
}

function tooLarge(maxBytes: number): AppError {
  return new AppError("payload_too_large", { details: { maxBytes } });
}

/**
 * The whole body, decompressed. Throws `payload_too_large` above `maxBytes`, whatever `content-length` claims, and what
 * `decodedBody` throws.
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  refuseDeclaredSize(request, maxBytes);
  const body = decodedBody(request);
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of streamOf(body)) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
}

/** Leaving the loop early cancels the stream, so an oversized body is not read to its end. */
async function* streamOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
