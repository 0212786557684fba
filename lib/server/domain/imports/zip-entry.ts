import "server-only";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Transform, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createInflateRaw } from "node:zlib";
import type { ZipFileEntry } from "@/lib/server/domain/imports/zip-directory";

const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
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
  const start = await dataStart(archive, entry);
  const checked = checkedAs(entry);
  if (entry.packedBytes === 0) {
    checked.end();
    await passOn(() => pipeline(checked, target));
    return;
  }
  const source = createReadStream(archive, { start, end: start + entry.packedBytes - 1 });
  await passOn(() =>
    entry.method === STORED
      ? pipeline(source, checked, target)
      : pipeline(source, createInflateRaw(), checked, target),
  );
}

async function dataStart(archive: string, entry: ZipFileEntry): Promise<number> {
  if (entry.method !== STORED && entry.method !== DEFLATED) throw new DamagedEntry("its method");
  const file: FileHandle = await open(archive, "r");
  try {
    const header = Buffer.alloc(LOCAL_BYTES);
    await file.read(header, 0, LOCAL_BYTES, entry.offset);
    if (header.readUInt32LE(0) !== LOCAL) throw new DamagedEntry("its header");
    return entry.offset + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
}

function checkedAs({ byteCount, crc32: wanted }: ZipFileEntry): Transform {
  let seen = 0;
  let sum = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      sum = crc32(chunk, sum);
      if (seen > byteCount) done(new DamagedEntry("its size"));
      else done(null, chunk);
    },
    flush(done) {
      done(seen === byteCount && sum === wanted ? null : new DamagedEntry("its checksum"));
    },
  });
}

/** The inflater's own errors mean the same. */
async function passOn(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code.startsWith("Z_")) throw new DamagedEntry("its compression", { cause: error });
    throw error;
  }
}
