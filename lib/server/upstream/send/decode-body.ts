import "server-only";
import { Readable, pipeline } from "node:stream";
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
} from "node:zlib";

/** Large enough to keep the number of steps low, small enough to catch a decompression bomb early. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Decompresses a response body. Sniffs the bytes where it can, because a relay may send gzip without the header, or the
 * header with plain text. A truncated compressed body yields all that had arrived. The consumer limits the size by
 * ending iteration.
 */
export async function* decodedBody(
  body: AsyncIterable<Buffer>,
  contentEncoding: string | undefined,
): AsyncGenerator<Buffer> {
  const source = body[Symbol.asyncIterator]();
  let first: Buffer = Buffer.alloc(0);
  while (first.length < 2) {
    const next = await source.next();
    if (next.done) break;
    first = first.length === 0 ? next.value : Buffer.concat([first, next.value]);
  }
  if (first.length === 0) return;
  const decompress = decompressorFor(first, contentEncoding);
  if (!decompress) {
    yield first;
    yield* rest(source);
    return;
  }
  const compressed = Readable.from(startingWith(first, source), { objectMode: false });
  // Errors surface on the decompressor, which is read below.
  pipeline(compressed, decompress, () => {});
  try {
    for await (const chunk of decompress) yield chunk as Buffer;
  } finally {
    compressed.destroy();
    decompress.destroy();
  }
}

async function* startingWith(first: Buffer, source: AsyncIterator<Buffer>) {
  yield first;
  yield* rest(source);
}

async function* rest(source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (;;) {
    const next = await source.next();
    if (next.done) return;
    yield next.value;
  }
}

function decompressorFor(first: Buffer, contentEncoding = "") {
  const encoding = contentEncoding.trim().toLowerCase();
  const options = { chunkSize: CHUNK_BYTES, finishFlush: constants.Z_SYNC_FLUSH };
  if (first[0] === 0x1f && first[1] === 0x8b) return createGunzip(options);
  // zlib header: 0x78, and the two bytes together a multiple of 31.
  const isZlib = first[0] === 0x78 && first.readUInt16BE(0) % 31 === 0;
  const looksPlain = "{[<d:e\ufeff \n".includes(String.fromCharCode(first[0] ?? 0));
  if (encoding === "deflate" && isZlib) return createInflate(options);
  // Some servers omit that header.
  if (encoding === "deflate" && !looksPlain) return createInflateRaw(options);
  if (encoding === "br" && !looksPlain) {
    return createBrotliDecompress({
      chunkSize: CHUNK_BYTES,
      finishFlush: constants.BROTLI_OPERATION_FLUSH,
    });
  }
  return null;
}
