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

/** Pictures do not get smaller, and rows do so at any level. */
const GZIP_LEVEL = 1;

export interface Written {
  bytes: number;
  sha256: string;
}

/** Puts one file into the archive; `size` is how many bytes `source` has. */
export type PutEntry = (
  name: string,
  size: number,
  source: Iterable<Buffer> | AsyncIterable<Buffer>,
) => Promise<Written>;

/**
 * Writes an archive that only its owner may read. The name is there once all of it is on the disk, and a failure leaves nothing.
 * @throws Failure where there is a file of this name already
 */
export async function writeArchive(
  file: string,
  fill: (put: PutEntry) => Promise<void>,
): Promise<number> {
  const draft = `${file}.part`;
  await refuseExisting(file);
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
    // A full disk ends the output, and then nobody takes what is still being filled in.
    await Promise.all([written, filled]).finally(() => pack.destroy());
    await handle.sync();
    const { size } = await handle.stat();
    await refuseExisting(file);
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

async function refuseExisting(file: string): Promise<void> {
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
  // Heard now, since it may break off before the end is waited for.
  const done = finished(entry, { readable: false });
  done.catch(() => undefined);
  let bytes = 0;
  for await (const chunk of source) {
    hash.update(chunk);
    bytes += chunk.length;
    if (!entry.write(chunk)) await once(entry, "drain");
  }
  // The types ask for a last piece; null is none.
  entry.end(null);
  await done;
  return { bytes, sha256: hash.digest("hex") };
}
