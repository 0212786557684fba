import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { VARIANTS } from "@/lib/server/imaging/variants";

/**
 * The minimum cost of keeping an image on this machine: decode base64, hash, write with fsync and rename, decode the
 * pixels once, encode three derivatives. Uses only Node and sharp with the derivatives' settings, so that the app's
 * overhead shows against it.
 * `bytes` are the image's (encoding base64 is not timed), `dir` a folder on the measured disk; the file is removed
 * untimed. The caller adds one database commit.
 */
export async function bareWork(bytes: Buffer, dir: string): Promise<{ ms: number }> {
  const base64 = bytes.toString("base64");
  const temporary = join(dir, `${randomUUID()}.tmp`);
  await mkdir(dir, { recursive: true });

  const started = performance.now();
  const image = Buffer.from(base64, "base64");
  const name = join(dir, createHash("sha256").update(image).digest("hex"));
  await writeDurably(temporary, name, image);
  await encodePreviews(name);
  const ms = performance.now() - started;

  await rm(name, { force: true });
  return { ms };
}

async function writeDurably(temporary: string, name: string, bytes: Buffer): Promise<void> {
  const file = await open(temporary, "wx");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, name);
}

async function encodePreviews(path: string): Promise<void> {
  const largest = VARIANTS.w1440.edgePx;
  const { data, info } = await sharp(path, { sequentialRead: true })
    .resize(largest, largest, { fit: "inside", withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  await Promise.all(
    Object.values(VARIANTS).map(({ edgePx, quality, effort }) =>
      sharp(data, { raw: { width, height, channels } })
        .resize(edgePx, edgePx, { fit: "inside", withoutEnlargement: true })
        .webp({ quality, effort })
        .toBuffer(),
    ),
  );
}
