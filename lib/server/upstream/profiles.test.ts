import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SHAPES, TIERS, ratioOf } from "@/lib/contracts/shapes";
import { exactSizeOf, loadProfiles, tierOf } from "./profiles";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "profiles-"));
});
afterAll(() => rm(folder, { recursive: true }));

const override = async (content: unknown) => {
  const path = join(folder, "profiles.json");
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

test("every exact size has its shape's proportions and belongs to its tier", () => {
  const [vip] = loadProfiles();
  if (!vip) throw new Error("no profile");
  for (const tier of TIERS) {
    for (const shape of SHAPES) {
      const size = exactSizeOf(vip, shape, tier) ?? "";
      const [width = 0, height = 1] = size.split("x").map(Number);
      // Sizes are multiples of 16, so they miss the ratio by a little.
      expect(Math.abs(width / height / ratioOf(shape) - 1), size).toBeLessThan(0.02);
      expect(tierOf(vip, size)).toBe(tier);
    }
  }
  expect(tierOf(vip, "1920x1080")).toBeNull();
});

test("a model without exact sizes offers none", () => {
  const all = loadProfiles().find(({ id }) => id === "gpt-image-2-all");
  expect(all && exactSizeOf(all, "1:1", "2K")).toBeNull();
});

test("a file replaces a known model in place and adds a new one", async () => {
  const [vip] = loadProfiles();
  const path = await override({
    models: [
      { ...vip, priceMicroUsd: 55_000 },
      { ...vip, id: "gpt-image-3", label: "3" },
    ],
  });
  const models = loadProfiles(path);
  expect(models.map(({ id }) => id)).toEqual(["gpt-image-2-vip", "gpt-image-2-all", "gpt-image-3"]);
  expect(models[0]?.priceMicroUsd).toBe(55_000);
});

test("a wrong file says where it is wrong, in one line", async () => {
  const [vip] = loadProfiles();
  const path = await override({ models: [{ ...vip, priceMicroUsd: "cheap" }] });
  expect(() => loadProfiles(path)).toThrow(/profiles\.json are wrong at models\.0\.priceMicroUsd/);
  const broken = await override("{");
  expect(() => loadProfiles(broken)).toThrow(/cannot be read/);
});
