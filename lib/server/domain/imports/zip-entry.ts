import "server-only";
import { Readable, Transform, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32 } from "node:zlib";
import { Entry, type ZipFile } from "yauzl";
import { openZip, type ZipFileEntry } from "@/lib/server/domain/imports/zip-directory";
import { systemErrorCode } from "@/lib/server/blobs/durable-file";

const STORED = 0;
const DEFLATED = 8;

/** The bytes of an entry are not what its archive says. */
export class DamagedEntry extends Error {
  override readonly name = "DamagedEntry";
}

/**
 * Writes a file of an archive to `target`, and never more than the archive says it has.
 * @throws DamagedEntry if it is not read whole, or its checksum is wrong
 */
export async function unpackEntry(
  archive: string,
  entry: ZipFileEntry,
  target: Writable,
): Promise<void> {
  const { method } = entry;
  if (method !== STORED && method !== DEFLATED) throw new DamagedEntry("its method");
  const zip = await openZip(archive);
  try {
    await pipeline(await readEntry(zip, entry), withChecksum(entry.crc32), target);
  } catch (error) {
    if (isOfArchive(error)) throw new DamagedEntry("its bytes", { cause: error });
    throw error;
  } finally {
    zip.close();
  }
}

async function readEntry(zip: ZipFile, entry: ZipFileEntry): Promise<Readable> {
  const { packedBytes, byteCount, method, offset } = entry;
  const header = Object.assign(new Entry(), { relativeOffsetOfLocalHeader: offset });
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(header, { minimal: true });
  if (packedBytes === 0) return Readable.from([]);
  const isPacked = method === DEFLATED;
  // Its form that returns a promise calls another function in yauzl 3.4.0.
  return new Promise((resolve, reject) => {
    zip.openReadStreamLowLevel(
      fileDataStart,
      packedBytes,
      0,
      packedBytes,
      isPacked,
      byteCount,
      (error, stream) => (error === null ? resolve(stream) : reject(error)),
    );
  });
}

/** The library checks sizes, not checksums. */
function withChecksum(wanted: number): Transform {
  let sum = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum = crc32(chunk, sum);
      done(null, chunk);
    },
    flush(done) {
      done(sum === wanted ? null : new DamagedEntry("its checksum"));
    },
  });
}

/** The library's errors have no code, and the inflater's begin with `Z_`; others are of the disk. */
function isOfArchive(error: unknown): boolean {
  if (error instanceof DamagedEntry) return false;
  const code = systemErrorCode(error);
  return code === undefined || code.startsWith("Z_");
}
