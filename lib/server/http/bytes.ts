import "server-only";
import type { Readable } from "node:stream";
import { takeGraphemes } from "@/lib/utils/graphemes";

/** Bytes from `start` to `end`, inclusive, counted from 0. */
export interface RequestedRange {
  readonly start: number;
  readonly end: number;
}

export interface BytesToServe {
  readonly request: Request;
  /** The total number of bytes. */
  readonly size: number;
  /** Identifies exactly these bytes (for example their hash), without quotes. Only letters, digits and `._:-`. */
  readonly etag: string;
  /** The content type, detected from the bytes. */
  readonly media: string;
  /** Untrusted: it is sanitised here. */
  readonly fileName?: string;
  /** Default `inline`. */
  readonly disposition?: "inline" | "attachment";
  /** Called once, with the requested range if any; not called for HEAD, 304 and 416. */
  readonly open: (range?: RequestedRange) => Readable | Promise<Readable>;
}

/**
 * Answers GET and HEAD with bytes that only this reader may see: 200, 206 for a single range, 304, 416.
 * The headers force revalidation (`no-cache` with an ETag), so that a reader who lost access stops seeing the image,
 * and keep the bytes from executing or being embedded elsewhere. The caller must have checked access. Rejects with what
 * `open` throws, before anything is sent; if the bytes fail or end early afterwards, the connection breaks off, which
 * the reader can tell from the end.
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

  // RFC 9110, 14.2: ranges apply to GET only.
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

/** RFC 9110, 13.1.5: strong comparison; there is no Last-Modified here, so a date never matches. */
function mayUseRange(request: Request, quotedTag: string): boolean {
  const condition = request.headers.get("if-range");
  return condition === null || condition.trim() === quotedTag;
}

/**
 * Null (serve everything) for no range, several, or a malformed one, as RFC 9110, 14.2 allows: image viewers ask for
 * one at a time, and many ranges are a known denial-of-service vector.
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
 * Characters with a meaning for a shell, a file system or a header, or that change how others are displayed. Joiners
 * and flag tags are format characters too, but parts of words and emoji: they stay.
 */
const UNSAFE_IN_NAMES =
  /(?:[\p{Cc}\p{Zl}\p{Zp}"%*/:<>?\\|;]|(?![\u200D\u200C\u{E0020}-\u{E007F}])\p{Cf})+/gu;
const LONGEST_NAME = 120;
/** A file system's 255 bytes, minus the extension. */
const LONGEST_NAME_BYTES = 240;

/** RFC 6266: an ASCII name, plus the real one in NFC (RFC 8187) where it differs. */
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
 * A web stream over a Node stream of exactly `length` bytes, which reads only on demand, so that a slow client holds
 * one chunk and not the file. The source is closed at the end, on cancel, or when `signal` aborts, whichever comes
 * first. (`Readable.toWeb` reads ahead, and throws an uncatchable error when a client disconnects at a bad time.)
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
  // Failures reach the reader through the iterator; this keeps a late one from ending the process.
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
            // Copied: a Node buffer may be a view of a pool, which a consumer could detach.
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
