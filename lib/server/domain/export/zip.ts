import "server-only";
import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { ZipFile } from "yazl";
import { errorFields, log } from "@/lib/server/log";

export type ZipEntry = {
  /** With forward slashes; every part is a safe file name. */
  name: string;
  mtime: Date;
  /** False for images, which are compressed already. */
  isCompressed: boolean;
  open: () => Readable | Promise<Readable>;
};

/**
 * A ZIP streamed at the reader's pace: one entry is open at a time. If an entry cannot be read to its end the stream
 * breaks off, which readers notice by the missing central directory.
 */
export function zipStream(entries: AsyncIterable<ZipEntry>): ReadableStream<Uint8Array> {
  const zip = new ZipFile();
  const output = Readable.from(zip.outputStream, { objectMode: false });
  zip.on("error", (error: Error) => output.destroy(error));
  void writeEntries(zip, output, entries);
  return webStream(output);
}

async function writeEntries(
  zip: ZipFile,
  output: Readable,
  entries: AsyncIterable<ZipEntry>,
): Promise<void> {
  const gone = new AbortController();
  output.once("close", () => gone.abort());
  try {
    for await (const entry of entries) {
      if (gone.signal.aborted) return;
      await writeEntry(zip, entry, gone.signal);
    }
    zip.end();
  } catch (error) {
    if (gone.signal.aborted) return;
    log.error(errorFields(error), "an export was aborted");
    output.destroy(new Error("the export was aborted"));
  }
}

async function writeEntry(zip: ZipFile, entry: ZipEntry, gone: AbortSignal): Promise<void> {
  const source = await entry.open();
  const destroySource = () => source.destroy();
  gone.addEventListener("abort", destroySource, { once: true });
  try {
    const { mtime, isCompressed } = entry;
    zip.addReadStream(source, entry.name, { mtime, mode: 0o100644, compress: isCompressed });
    await finished(source, { writable: false });
  } finally {
    gone.removeEventListener("abort", destroySource);
  }
}

/** A cast, because the type libraries of Node and the web do not match. */
function webStream(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}
