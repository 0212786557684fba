import "server-only";
import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { ZipFile } from "yazl";
import { errorFields, log } from "@/lib/server/log";

export type ZipEntry = {
  /** With forward slashes; every part of it safe as a file's name. */
  name: string;
  mtime: Date;
  /** Pictures are compressed already. */
  isCompressed: boolean;
  open: () => Readable | Promise<Readable>;
};

/**
 * A ZIP, made as fast as its reader takes it: one entry is open at a time, and the next is asked for when it has ended.
 * Where an entry cannot be read to its end the stream breaks off, which the reader can tell from the end of a ZIP.
 */
export function zipStream(entries: AsyncIterable<ZipEntry>): ReadableStream<Uint8Array> {
  const zip = new ZipFile();
  const output = Readable.from(zip.outputStream, { objectMode: false });
  zip.on("error", (error: Error) => output.destroy(error));
  void pour(zip, output, entries);
  return webStream(output);
}

async function pour(
  zip: ZipFile,
  output: Readable,
  entries: AsyncIterable<ZipEntry>,
): Promise<void> {
  const gone = new AbortController();
  output.once("close", () => gone.abort());
  try {
    for await (const entry of entries) {
      if (gone.signal.aborted) return;
      await pourOne(zip, entry, gone.signal);
    }
    zip.end();
  } catch (error) {
    if (gone.signal.aborted) return;
    log.error(errorFields(error), "an export broke off");
    output.destroy(new Error("the export broke off"));
  }
}

async function pourOne(zip: ZipFile, entry: ZipEntry, gone: AbortSignal): Promise<void> {
  const source = await entry.open();
  const leave = () => source.destroy();
  gone.addEventListener("abort", leave, { once: true });
  try {
    const { mtime, isCompressed } = entry;
    zip.addReadStream(source, entry.name, { mtime, mode: 0o100644, compress: isCompressed });
    await finished(source, { writable: false });
  } finally {
    gone.removeEventListener("abort", leave);
  }
}

/** The same stream under the web's name for it; the two type libraries do not know of each other. */
function webStream(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}
