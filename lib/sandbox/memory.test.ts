import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test, vi } from "vitest";
import { PictureMemory } from "./memory";
import { readPngText, writePngText } from "./png-text";
import { paint } from "./paint-request";

// Painting is the processor's work, and test machines are busy.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const request = (prompt: string, references: Buffer[] = []) => ({
  prompt,
  references,
  size: { width: 640, height: 416 },
  strictModel: true,
  repeat: 0,
  seed: 5,
});

const reencoded = (png: Buffer) => sharp(png).resize(500).jpeg({ quality: 75 }).toBuffer();

test("a picture is recognised after JPEG and a resize, in every style, and after a restart", async () => {
  const stateDir = await mkdtemp(join(tmpdir(), "sandbox-memory-"));
  try {
    const memory = await PictureMemory.open(stateDir);
    const made = [];
    for (const prompt of [
      "a lake",
      "a lake at night",
      "a lake, watercolour",
      "ink mountains",
      "a city, poster",
    ]) {
      made.push(await paint(request(prompt), memory));
    }
    const reopened = await PictureMemory.open(stateDir);
    for (const { png, scene } of made) {
      expect(await memory.recall(await reencoded(png))).toEqual(scene);
      expect(await reopened.recall(await reencoded(png))).toEqual(scene);
    }
  } finally {
    await rm(stateDir, { recursive: true });
  }
});

test("an uploaded picture is edited in its own pixels, and additions can be removed", async () => {
  const memory = await PictureMemory.open();
  const photo = await sharp({
    create: { width: 600, height: 390, channels: 3, background: "#7d9a6a" },
  })
    .composite([
      {
        input: { create: { width: 200, height: 390, channels: 3, background: "#334" } },
        left: 0,
        top: 0,
      },
    ])
    .jpeg()
    .toBuffer();
  expect(await memory.recall(photo)).toBeUndefined();
  const withMoon = await paint(request("add a moon", [photo]), memory);
  expect(withMoon.scene.setting.type).toBe("picture");
  const without = await paint(request("remove the moon", [await reencoded(withMoon.png)]), memory);
  expect(without.scene.things).toEqual([]);
  // sharp's stats look at the whole input, so the part is cut out first.
  const part = await sharp(without.png)
    .extract({ left: 0, top: 0, width: 212, height: 200 })
    .png()
    .toBuffer();
  const [left] = (await sharp(part).stats()).channels;
  expect(left?.mean).toBeGreaterThan(48);
  expect(left?.mean).toBeLessThan(54);
});

test("a text written into a PNG can be read back, and the picture still decodes", async () => {
  const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: "#888" } })
    .png()
    .toBuffer();
  const marked = writePngText(png, "key", "a scene, 场景");
  expect(readPngText(marked, "key")).toBe("a scene, 场景");
  expect(readPngText(marked, "other")).toBeUndefined();
  expect(readPngText(png, "key")).toBeUndefined();
  expect(readPngText(marked.subarray(0, 40), "key")).toBeUndefined();
  expect((await sharp(marked, { failOn: "warning" }).raw().toBuffer()).length).toBe(48);
});
