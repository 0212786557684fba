import "server-only";
import type { Readable } from "node:stream";
import { takeGraphemes } from "@/lib/utils/graphemes";

/** Bytes from `start` to `end`, both included and counted from 0. */
export interface RequestedRange {
  readonly start: number;
  readonly end: number;
}

export interface BytesToServe {
  readonly request: Request;
  /** How many bytes there are in all. */
  readonly size: number;
  /** Names exactly these bytes (their hash, say); without quotes. Letters, digits and `._:-` only. */
  readonly etag: string;
  /** The content type, from the bytes themselves. */
  readonly media: string;
  /** As a person wrote it: it is made safe here. */
  readonly fileName?: string;
  /** Default `inline`. */
  readonly disposition?: "inline" | "attachment";
  /** Called once, with a range where one was asked for, and not at all for HEAD, 304 and 416. */
  readonly open: (range?: RequestedRange) => Readable | Promise<Readable>;
}

/**
 * Answers GET and HEAD with bytes that only this reader may see: 200, 206 for a single range, 304, 416.
 *
 * The headers make the browser ask again each time (`no-cache` with an ETag), so that somebody who has lost access does
 * not go on seeing a picture, and let nothing in the bytes run or be embedded elsewhere. Who may read is for the caller
 * to check first. Rejects with what `open` throws, before anything was answered; when the bytes fail or end early
 * afterwards, the connection breaks off, which a reader can tell from the end.
 */
export async function bytesResponse(serve: BytesToServe): Promise<Response> {
  const { request, size, etag } = serve;
  if (!/^[\w.:-]+$/.test(etag)) throw new TypeError("not an ETag");
  const quotedTag = `"${etag}"`;
  const headers = new Headers({
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    ETag: quotedTag,
    "X-Content-Type-Options": "nosniff",
  });

  if (namesTag(request.headers.get("if-none-match"), quotedTag)) {
    return new Response(null, { status: 304, headers });
  }

  headers.set("Content-Type", serve.media);
  headers.set(
    "Content-Disposition",
    contentDisposition(serve.disposition ?? "inline", serve.fileName),
  );

  // RFC 9110, 14.2: a range means something with GET alone.
  const isGet = request.method !== "HEAD";
  const range = isGet && mayUseRange(request, quotedTag) ? parseRange(request, size) : null;
  if (range === "unsatisfiable") {
    headers.delete("Content-Disposition");
    headers.delete("Content-Type");
    headers.set("Content-Range", `bytes */${size}`);
    return new Response(null, { status: 416, headers });
  }

  const length = range ? range.end - range.start + 1 : size;
  headers.set("Content-Length", String(length));
  if (range) headers.set("Content-Range", `bytes ${range.start}-${range.end}/${size}`);
  const status = range ? 206 : 200;
  if (!isGet) return new Response(null, { status, headers });

  const source = range ? await serve.open(range) : await serve.open();
  return new Response(streamExactly(source, length, request.signal), { status, headers });
}

/** RFC 9110, 13.1.2: a list of tags or `*`, compared without regard to `W/`. */
function namesTag(header: string | null, quotedTag: string): boolean {
  if (header === null) return false;
  if (header.trim() === "*") return true;
  return header.split(",").some((tag) => tag.trim().replace(/^W\//, "") === quotedTag);
}

/** RFC 9110, 13.1.5: compared strongly; there is no Last-Modified here, so a date never holds. */
function mayUseRange(request: Request, quotedTag: string): boolean {
  const condition = request.headers.get("if-range");
  return condition === null || condition.trim() === quotedTag;
}

/**
 * Null (serve everything) for no range, several, or one that cannot be read, as RFC 9110, 14.2 allows: a picture viewer
 * asks for one at a time, and answering many is a known way to make a server work hard.
 */
function parseRange(request: Request, size: number): RequestedRange | "unsatisfiable" | null {
  const header = request.headers.get("range")?.trim() ?? "";
  const [, first, last] = /^bytes=\s*(\d*)-(\d*)$/i.exec(header) ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return null;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < start) return null;
  return start >= size ? "unsatisfiable" : { start, end };
}

/**
 * Characters that mean something to a shell, a file system or a header, or that change how the others are read. Joiners
 * and the tags of flags are format characters too, and parts of words and of emoji: they stay.
 */
const UNSAFE_IN_NAMES =
  /(?:[\p{Cc}\p{Zl}\p{Zp}"%*/:<>?\\|;]|(?![\u200D\u200C\u{E0020}-\u{E007F}])\p{Cf})+/gu;
const LONGEST_NAME = 120;
/** A file system's 255 bytes, less the ending. */
const LONGEST_NAME_BYTES = 240;

/** RFC 6266: an ASCII name for everyone, and the real one in NFC (RFC 8187) where it differs. */
function contentDisposition(disposition: string, fileName: string | undefined): string {
  if (fileName === undefined) return disposition;
  const name = safeFileName(fileName);
  const ascii = name
    .normalize("NFKD")
    .replace(/[\p{M}\u200C\u200D]+/gu, "")
    .replace(/[^ -~]+/g, "_");
  const header = `${disposition}; filename="${ascii}"`;
  if (ascii === name) return header;
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${header}; filename*=UTF-8''${encoded}`;
}

function safeFileName(fileName: string): string {
  const clean = fileName
    .toWellFormed()
    .normalize("NFC")
    .replace(UNSAFE_IN_NAMES, "_")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  const [, stem = "", extension = ""] = /^(.*?)(\.[A-Za-z0-9]{1,8})?$/su.exec(clean) ?? [];
  return takeGraphemes(stem, LONGEST_NAME, LONGEST_NAME_BYTES).trimEnd() + extension || "file";
}

/**
 * A web stream over a Node stream of exactly `length` bytes, which reads only when it is read, so that a slow client
 * holds one chunk and not the file. The source is closed at the end, on cancel, and when `signal` aborts, whichever
 * comes first. (`Readable.toWeb` reads ahead, and throws where nobody can catch it when a client leaves at a bad time.)
 */
function streamExactly(
  source: Readable,
  length: number,
  signal: AbortSignal,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let left = length;
  const chunks: AsyncIterator<unknown> = source[Symbol.asyncIterator]();
  const close = () => {
    signal.removeEventListener("abort", close);
    source.destroy();
  };
  // The reader learns of a failure through the iterator; this keeps a late one from ending the process.
  source.on("error", () => {});
  if (signal.aborted) close();
  else signal.addEventListener("abort", close, { once: true });

  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (!done && value instanceof Uint8Array && value.length <= left) {
            left -= value.length;
            // A copy, because a Node buffer may be a window on a pool, which a consumer could detach.
            controller.enqueue(new Uint8Array(value));
            return;
          }
          if (!done || left > 0) throw new Error("the stored bytes are not as many as announced");
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        close();
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  );
}
