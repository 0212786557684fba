import "server-only";
import { PassThrough, type Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress, createUnzip } from "node:zlib";
import { AppError } from "@/lib/server/errors";
import { readableOf } from "@/lib/server/request/web-stream";

/** Unzip reads gzip, and deflate with zlib's header, as HTTP defines it. */
const DECODERS: Record<string, () => Transform> = {
  gzip: createUnzip,
  "x-gzip": createUnzip,
  deflate: createUnzip,
  br: createBrotliDecompress,
};

/** No client compresses twice, but a compression bomb could. */
const ENCODINGS_MAX = 1;

function encodingsOf(headers: Headers): string[] {
  const named = (headers.get("content-encoding") ?? "").toLowerCase().split(",");
  return named.map((name) => name.trim()).filter((name) => name !== "" && name !== "identity");
}

/** Whether the request names a `Content-Encoding` other than identity. */
export function isCompressed({ headers }: Request): boolean {
  return encodingsOf(headers).length > 0;
}

/**
 * The request's body, decompressed (gzip, deflate, br); null if there is none. It is decompressed as it is read, so a
 * caller that caps what it reads is safe from compression bombs. Throws `unsupported_encoding`; the stream fails with
 * `invalid_body` where the bytes do not match the header.
 */
export function decodedBody(request: Request): ReadableStream<Uint8Array> | null {
  const encodings = encodingsOf(request.headers);
  if (request.body === null || encodings.length === 0) return request.body;
  const decode = encodings.length > ENCODINGS_MAX ? undefined : DECODERS[encodings[0] ?? ""];
  if (decode === undefined) {
    const detail = "Content-Encoding may be gzip, deflate or br";
    throw new AppError("unsupported_encoding", { field: "content-encoding", detail });
  }
  const source = readableOf(request.body);
  const target = new PassThrough();
  const done = pipeline(source, decode(), target);
  // The reader gets the error through the iterator.
  done.catch(() => undefined);
  return streamOf(target);
}

function streamOf(target: PassThrough): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<unknown> = target[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (done || !(value instanceof Uint8Array)) controller.close();
          else controller.enqueue(new Uint8Array(value));
        } catch (cause) {
          const detail = "The body does not match Content-Encoding";
          controller.error(new AppError("invalid_body", { cause, detail }));
        }
      },
      cancel: () => void target.destroy(),
    },
    { highWaterMark: 0 },
  );
}
