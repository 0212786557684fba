import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { finished, pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import tar from "tar-stream";
import { syncFolder } from "@/lib/server/blobs/durable-file";
import { errorCode, Failure } from "../setup/failure";

/** Images do not compress, and rows compress well at any level. */
const GZIP_LEVEL = 1;

export interface Written {
  bytes: number;
  sha256: string;
}

/** Adds one file to the archive; `size` is the number of bytes in `source`. */
export type PutEntry = (
  name: string,
  size: number,
  source: Iterable<Buffer> | AsyncIterable<Buffer>,
) => Promise<Written>;

/**
 * Writes an archive that only its owner can read. The name appears once all bytes are on disk; a failure leaves
 * nothing.
 * @throws Failure if the file exists
 */
export async function writeArchive(
  file: string,
  fill: (put: PutEntry) => Promise<void>,
): Promise<number> {
  const draft = `${file}.part`;
  await assertAbsent(file);
  const handle = await open(draft, "wx", 0o600).catch((error: unknown) => {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "")) {
      throw new Failure(
        `There is no folder ${dirname(file)}: make it, or name another with --out.`,
      );
    }
    if (errorCode(error) !== "EEXIST") throw error;
    throw new Failure(
      `${draft} is there: another backup is being written, or one was cut off. Remove it.`,
    );
  });
  try {
    const pack = tar.pack();
    const output = createWriteStream(draft, { fd: handle.fd, autoClose: false });
    const written = pipeline(pack, createGzip({ level: GZIP_LEVEL }), output);
    const filled = fill((name, size, source) => putEntry(pack, name, size, source)).then(() =>
      pack.finalize(),
    );
    // A full disk ends the output; then nothing consumes the remaining input.
    await Promise.all([written, filled]).finally(() => pack.destroy());
    await handle.sync();
    const { size } = await handle.stat();
    await assertAbsent(file);
    await rename(draft, file);
    await syncFolder(dirname(file));
    return size;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function assertAbsent(file: string): Promise<void> {
  const found = await open(file, "r").catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  });
  await found?.close();
  if (found) throw new Failure(`${file} is there already. Choose another name with --out.`);
}

async function putEntry(
  pack: tar.Pack,
  name: string,
  size: number,
  source: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<Written> {
  const hash = createHash("sha256");
  const entry = pack.entry({ name, size, mode: 0o600, mtime: new Date() });
  // Attach the handler now: the entry may break off before it is awaited.
  const done = finished(entry, { readable: false });
  done.catch(() => undefined);
  let bytes = 0;
  for await (const chunk of source) {
    hash.update(chunk);
    bytes += chunk.length;
    if (!entry.write(chunk)) await once(entry, "drain");
  }
  // The types require a final chunk; null means none.
  entry.end(null);
  await done;
  return { bytes, sha256: hash.digest("hex") };
}
