import { crc32 } from "node:zlib";

/** One file of a made-up archive; what is not given is as it should be. */
export interface ZipPart {
  name: string | Buffer;
  bytes?: Uint8Array;
  method?: number;
  flags?: number;
  crc?: number;
  /** What the directory says the file has unpacked. */
  byteCount?: number;
  /** Unix mode. */
  mode?: number;
  /** Where the directory says it is. */
  offset?: number;
}

/** A ZIP made by hand, so that it can lie. */
export function makeZip(
  parts: readonly ZipPart[],
  entries = parts.length,
): Uint8Array<ArrayBuffer> {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name);
    const bytes = Buffer.from(part.bytes ?? "x");
    const middle = Buffer.alloc(26);
    middle.writeUInt16LE(20, 0);
    middle.writeUInt16LE(part.flags ?? 0x800, 2);
    middle.writeUInt16LE(part.method ?? 0, 4);
    middle.writeUInt32LE(part.crc ?? crc32(bytes), 10);
    middle.writeUInt32LE(bytes.length, 14);
    middle.writeUInt32LE(part.byteCount ?? bytes.length, 18);
    middle.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), middle, name, bytes]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((part.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(part.offset ?? at, 10);
    const madeOn = Buffer.from([20, 3]);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02"), madeOn, middle, tail, name]));
    files.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries, 4);
  end.writeUInt16LE(entries, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(at, 12);
  return new Uint8Array(Buffer.concat([...files, central, Buffer.from("PK\x05\x06"), end]));
}

/** A ZIP of small files with these names. */
export function zipOf(...names: string[]): Uint8Array<ArrayBuffer> {
  return makeZip(names.map((name) => ({ name, bytes: Buffer.from(name) })));
}
