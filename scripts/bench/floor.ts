import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { VARIANTS } from "@/lib/server/imaging/variants";

/**
 * The least that keeping a picture can cost on this machine: decode its base64, hash it, write it with fsync and a
 * rename, decode its pixels once and encode the three previews. Written straight against Node and sharp, with nothing
 * of the app but the previews' settings, so that the app's own overhead shows against it.
 *
 * `bytes` are the picture's (turning them into base64 is not counted), `dir` a folder on the disk to be measured; the
 * file is removed again, uncounted. One commit in the database is for the caller to add.
 */
export async function bareWork(bytes: Buffer, dir: string): Promise<{ ms: number }> {
  const base64 = bytes.toString("base64");
  const temporary = join(dir, `${randomUUID()}.tmp`);
  await mkdir(dir, { recursive: true });

  const started = performance.now();
  const picture = Buffer.from(base64, "base64");
  const name = join(dir, createHash("sha256").update(picture).digest("hex"));
  await writeDurably(temporary, name, picture);
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
