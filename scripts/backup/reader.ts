import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import tar from "tar-stream";
import { errorCode, Failure } from "../setup/failure";
import {
  type EntryKind,
  type Header,
  headerSchema,
  type Manifest,
  manifestSchema,
  type Part,
  readEntryName,
} from "./format";

const damaged = (file: string, what: string) =>
  new Failure(`${file} is damaged (${what}). Nothing was restored from it; take another backup.`);

/** One file of an archive; its bytes can be read once. */
interface ArchiveEntry {
  name: string;
  bytes: AsyncIterable<Buffer>;
}

/** Guarantee: tar-stream yields what it was given, and gunzip yields buffers. */
function bytesOf(source: AsyncIterable<unknown>): AsyncIterable<Buffer> {
  return source as AsyncIterable<Buffer>;
}

/** Yields entries in archive order. Unread content is skipped. */
export async function readArchive(
  file: string,
  visit: (kind: EntryKind, entry: ArchiveEntry) => Promise<void>,
): Promise<void> {
  await access(file).catch((error: unknown) => {
    throw errorCode(error) === "ENOENT" ? new Failure(`There is no file ${file}.`) : error;
  });
  const extract = tar.extract();
  const read = pipeline(createReadStream(file), createGunzip(), extract);
  // Awaited below; until then the iterating code sees errors first.
  read.catch(() => undefined);
  try {
    for await (const entry of extract) {
      const kind = readEntryName(entry.header.name);
      if (kind === null) throw damaged(file, `an unknown part, ${entry.header.name}`);
      await visit(kind, { name: entry.header.name, bytes: bytesOf(entry) });
      entry.resume();
    }
    await read;
  } catch (error) {
    if (isOfCompression(error)) throw damaged(file, "it is cut off, or no backup");
    throw error;
  }
}

function isOfCompression(error: unknown): boolean {
  const message = error instanceof Error ? error.message : "";
  return (
    errorCode(error)?.startsWith("Z_") === true ||
    /unexpected end|invalid tar|premature close|checksum/i.test(message)
  );
}

/** The archive's own description, after all checksums matched. */
export interface CheckedArchive {
  header: Header;
  manifest: Manifest;
}

/**
 * Reads the whole archive and compares all checksums.
 * @throws Failure if a part is missing, unexpected or damaged
 */
export async function checkArchive(
  file: string,
  say: (doing: string) => void,
): Promise<CheckedArchive> {
  const parts = new Map<string, Omit<Part, "rows">>();
  const wrong = new Set<string>();
  let header: Header | null = null;
  let manifest: Manifest | null = null;
  let blobs = 0;
  let bytes = 0;
  await readArchive(file, async (entry, { name, bytes: source }) => {
    if (manifest !== null) throw damaged(file, "something follows its end");
    if (entry.kind === "manifest") {
      manifest = manifestSchema.parse(JSON.parse((await buffer(source)).toString("utf8")));
      return;
    }
    const kept: Buffer[] = [];
    const hash = createHash("sha256");
    let length = 0;
    for await (const chunk of source) {
      hash.update(chunk);
      length += chunk.length;
      if (entry.kind === "header") kept.push(chunk);
    }
    const sha256 = hash.digest("hex");
    if (entry.kind === "header") header = readHeader(file, Buffer.concat(kept));
    if (entry.kind === "blob") {
      blobs += 1;
      bytes += length;
      if (entry.sha256 !== sha256) wrong.add(entry.sha256);
      if (blobs % 100 === 0) say(`${blobs} pictures`);
    } else parts.set(name, { name, bytes: length, sha256 });
  });
  // TypeScript does not see that the callback assigns them.
  const found = { header: header as Header | null, manifest: manifest as Manifest | null };
  if (found.header === null || found.manifest === null) throw damaged(file, "it is cut off");
  const { parts: wanted, blobs: listed } = found.manifest;
  for (const { name, sha256 } of wanted) {
    if (parts.get(name)?.sha256 !== sha256) throw damaged(file, `the sum of ${name} differs`);
  }
  const strange = [...wrong].find((sha256) => !listed.damaged.includes(sha256));
  if (strange !== undefined) throw damaged(file, `the sum of blobs/${strange} differs`);
  if (parts.size !== wanted.length || blobs !== listed.count || bytes !== listed.bytes) {
    throw damaged(file, "parts are missing, or there are too many");
  }
  return { header: found.header, manifest: found.manifest };
}

function readHeader(file: string, bytes: Buffer): Header {
  const result = headerSchema.safeParse(JSON.parse(bytes.toString("utf8")));
  if (!result.success) {
    throw new Failure(`${file} is not a backup that this version can read. Update this checkout.`);
  }
  return result.data;
}
