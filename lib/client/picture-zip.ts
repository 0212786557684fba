/** A file, and where it is in the archive: relative, with forward slashes. */
export type ZipSource = { path: string; file: File };

type Options = { onProgress: (share: number) => void; signal: AbortSignal };

const UTF8_NAMES = 0x0800;
const VERSION = 20;
const END_BYTES = 22;

/**
 * A ZIP of files as they are, because pictures are compressed already. The files are read once for their sums, and not
 * kept in memory: the archive refers to them. Without ZIP64, so less than 4 GiB and 65,535 files.
 */
export async function zipOf(
  sources: readonly ZipSource[],
  { onProgress, signal }: Options,
): Promise<Blob> {
  const total = sources.reduce((sum, { file }) => sum + file.size, 0);
  const parts: BlobPart[] = [];
  const directory: BlobPart[] = [];
  let [at, directoryBytes, read] = [0, 0, 0];
  for (const { path, file } of withOwnPaths(sources)) {
    const name = new TextEncoder().encode(path);
    const crc = await crcOf(file, signal, (bytes) => {
      read += bytes;
      onProgress(read / Math.max(1, total));
    });
    const facts = factsOf(file, crc, name.length);
    const header = numbers([4, 0x04034b50], [2, VERSION], ...facts, [2, 0]);
    const entry = numbers(
      [4, 0x02014b50],
      [2, VERSION],
      [2, VERSION],
      ...facts,
      // No extra field, no comment, the first disk, no attributes.
      ...([2, 2, 2, 2, 4] as const).map((size) => [size, 0] as const),
      [4, at],
    );
    parts.push(header, name, file);
    directory.push(entry, name);
    at += header.length + name.length + file.size;
    directoryBytes += entry.length + name.length;
  }
  const count = sources.length;
  const end = numbers(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, directoryBytes],
    [4, at],
    [2, 0],
  );
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
}

/** How large the archive will be, at most. */
export function zipBytes(sources: readonly ZipSource[]): number {
  return sources.reduce(
    (sum, { path, file }) => sum + file.size + 6 * path.length + 100,
    END_BYTES,
  );
}

/** Files from several places may have the same path. */
function* withOwnPaths(sources: readonly ZipSource[]): Generator<ZipSource> {
  const taken = new Set<string>();
  for (const [index, { path, file }] of sources.entries()) {
    const own = taken.has(path) ? `${index}/${path}` : path;
    taken.add(own);
    yield { path: own, file };
  }
}

type Numbers = readonly (readonly [size: 2 | 4, value: number])[];

/** What the file's header and its entry of the directory have in common, from the flags to the length of the name. */
function factsOf({ size, lastModified }: File, crc: number, nameBytes: number): Numbers {
  const at = new Date(lastModified);
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1);
  const years = Math.min(127, Math.max(0, at.getFullYear() - 1980));
  const day = (years << 9) | ((at.getMonth() + 1) << 5) | at.getDate();
  return [
    [2, UTF8_NAMES],
    [2, 0],
    [2, time],
    [2, day],
    [4, crc],
    [4, size],
    [4, size],
    [2, nameBytes],
  ];
}

function numbers(...fields: Numbers): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(fields.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [size, value] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return bytes;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return value;
});

async function crcOf(
  file: File,
  signal: AbortSignal,
  onRead: (bytes: number) => void,
): Promise<number> {
  let crc = 0xffffffff;
  const reader = file.stream().getReader();
  for (;;) {
    signal.throwIfAborted();
    const { done, value } = await reader.read();
    if (done) return (crc ^ 0xffffffff) >>> 0;
    for (const byte of value) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
    onRead(value.length);
  }
}
