import "server-only";
import { peek } from "./random";
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { z } from "zod";
import { fromRaster, type Raster } from "./paint/raster";
import { parseScene } from "./scene/parse";
import type { Scene } from "./scene/scene";

/** Scenes kept, oldest evicted first. Each costs a fingerprint (7 KB) and its JSON (2 KB). */
const MOST_SCENES = 600;
/** Foreign pictures kept in memory; on disk they stay until the folder is deleted. */
const MOST_BASES = 24;
const PRINT_SIDE = 48;
/**
 * Mean square difference (at most 255²) of two fingerprints that still count as the same picture. Measured over all
 * styles, JPEG and WebP at quality 78 and a smaller size stay below 2; another hour or seed gives hundreds.
 */
const SAME_PICTURE = 10;
const BASE_SIDE = 2400;

const lineSchema = z.object({ ratio: z.number(), print: z.string(), scene: z.string() });
type Entry = { ratio: number; print: Uint8Array; scene: Scene };

/**
 * Maps painted pictures to their scenes. The studio re-encodes pictures before it sends them back and drops metadata, so
 * a small colour fingerprint identifies them. With a `stateDir` the memory survives a restart.
 */
export class PictureMemory {
  readonly #entries: Entry[] = [];
  readonly #bases = new Map<string, Buffer>();
  readonly #stateDir: string | undefined;

  private constructor(stateDir: string | undefined) {
    this.#stateDir = stateDir;
  }

  static async open(stateDir?: string): Promise<PictureMemory> {
    const memory = new PictureMemory(stateDir);
    if (stateDir !== undefined) await memory.#load(stateDir);
    return memory;
  }

  async remember(picture: Raster, scene: Scene): Promise<void> {
    const entry: Entry = {
      ratio: picture.width / picture.height,
      print: await printOf(fromRaster(picture)),
      scene,
    };
    this.#add(entry);
    if (this.#stateDir !== undefined) await appendFile(indexFile(this.#stateDir), lineOf(entry));
  }

  /** The scene of the remembered picture that looks like this one, the newest if several do. */
  async recall(bytes: Buffer): Promise<Scene | undefined> {
    const { width, height } = await sharp(bytes).metadata();
    const ratio = width / height;
    const print = await printOf(sharp(bytes));
    let best: Entry | undefined;
    let least = SAME_PICTURE;
    for (const entry of this.#entries) {
      if (Math.abs(Math.log(entry.ratio / ratio)) > 0.02) continue;
      const difference = differenceOf(entry.print, print, least);
      if (difference <= least) [best, least] = [entry, difference];
    }
    return best ? structuredClone(best.scene) : undefined;
  }

  /** Keeps a foreign picture so that later edits start from it; returns its id. */
  async keepBase(bytes: Buffer): Promise<string> {
    const base = await sharp(bytes, { failOn: "none" })
      .rotate()
      .flatten({ background: "#ffffff" })
      .resize(BASE_SIDE, BASE_SIDE, { fit: "inside", withoutEnlargement: true })
      .webp({ quality: 94, effort: 2 })
      .toBuffer();
    const id = createHash("sha256").update(base).digest("hex").slice(0, 32);
    this.#holdBase(id, base);
    if (this.#stateDir !== undefined) await writeFile(baseFile(this.#stateDir, id), base);
    return id;
  }

  async findBase(id: string): Promise<Buffer | undefined> {
    const held = this.#bases.get(id);
    if (held) {
      this.#holdBase(id, held);
      return held;
    }
    if (this.#stateDir === undefined) return undefined;
    return readFile(baseFile(this.#stateDir, id)).catch(() => undefined);
  }

  #holdBase(id: string, bytes: Buffer): void {
    this.#bases.delete(id);
    this.#bases.set(id, bytes);
    for (const oldest of this.#bases.keys()) {
      if (this.#bases.size <= MOST_BASES) break;
      this.#bases.delete(oldest);
    }
  }

  #add(entry: Entry): void {
    this.#entries.push(entry);
    if (this.#entries.length > MOST_SCENES)
      this.#entries.splice(0, this.#entries.length - MOST_SCENES);
  }

  async #load(stateDir: string): Promise<void> {
    await mkdir(join(stateDir, "bases"), { recursive: true, mode: 0o700 });
    const text = await readFile(indexFile(stateDir), "utf8").catch(() => "");
    const lines = text.split("\n").filter((line) => line !== "");
    for (const line of lines.slice(-MOST_SCENES)) {
      const entry = entryOf(line);
      if (entry) this.#add(entry);
    }
    // Compact the file once it holds twice as many lines as are kept.
    if (lines.length > MOST_SCENES * 2)
      await writeFile(indexFile(stateDir), this.#entries.map(lineOf).join(""));
  }
}

const indexFile = (stateDir: string) => join(stateDir, "scenes.jsonl");
const baseFile = (stateDir: string, id: string) => join(stateDir, "bases", `${id}.webp`);

function lineOf(entry: Entry): string {
  return `${JSON.stringify({ ratio: entry.ratio, print: Buffer.from(entry.print).toString("base64"), scene: JSON.stringify(entry.scene) })}\n`;
}

/** Skips lines that a crash truncated or another version wrote. */
function entryOf(line: string): Entry | undefined {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(line));
    if (!parsed.success) return undefined;
    const scene = parseScene(parsed.data.scene);
    const print = Buffer.from(parsed.data.print, "base64");
    if (!scene || print.length !== PRINT_SIDE * PRINT_SIDE * 3) return undefined;
    return { ratio: parsed.data.ratio, print, scene };
  } catch {
    return undefined;
  }
}

/** Two resize steps without shrink-on-load, so that a picture has the same fingerprint at any size. */
async function printOf(image: Sharp): Promise<Buffer> {
  const { data, info } = await image
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .removeAlpha()
    .resize(PRINT_SIDE * 8, PRINT_SIDE * 8, {
      fit: "fill",
      kernel: "linear",
      fastShrinkOnLoad: false,
    })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
    .toColourspace("srgb")
    .resize(PRINT_SIDE, PRINT_SIDE, { fit: "fill", kernel: "mitchell" })
    .removeAlpha()
    .raw()
    .toBuffer();
}

/** Mean square difference; returns early once it exceeds `limit`. */
function differenceOf(one: Uint8Array, other: Uint8Array, limit: number): number {
  if (one.length !== other.length) return Number.POSITIVE_INFINITY;
  const most = limit * one.length;
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) {
    const away = peek(one, index) - peek(other, index);
    sum += away * away;
    if (sum > most) return Number.POSITIVE_INFINITY;
  }
  return sum / one.length;
}
