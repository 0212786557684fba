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
      // Sizes are multiples of 16, so the ratio is slightly off.
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
  expect(models.map(({ id }) => id)).toEqual([
    "gpt-image-2-vip",
    "gpt-image-2-all",
    "gpt-image-2.6-all",
    "gpt-image-3",
  ]);
  expect(models[0]?.priceMicroUsd).toBe(55_000);
});

test("a wrong file fails with one line that names the field", async () => {
  const [vip] = loadProfiles();
  const path = await override({ models: [{ ...vip, priceMicroUsd: "cheap" }] });
  expect(() => loadProfiles(path)).toThrow(/profiles\.json are wrong at models\.0\.priceMicroUsd/);
  const broken = await override("{");
  expect(() => loadProfiles(broken)).toThrow(/cannot be read/);
});

test("builtIn keeps all, none or some of the built-in models", async () => {
  const [vip] = loadProfiles();
  const mine = { ...vip, id: "mine" };
  const idsOf = async (content: unknown) =>
    loadProfiles(await override(content)).map(({ id }) => id);
  expect(await idsOf({ builtIn: false, models: [mine] })).toEqual(["mine"]);
  expect(await idsOf({ builtIn: ["gpt-image-2-all"], models: [mine] })).toEqual([
    "gpt-image-2-all",
    "mine",
  ]);
  expect(await idsOf({ builtIn: ["gpt-image-2.6-all"] })).toEqual(["gpt-image-2.6-all"]);
  expect(await idsOf({ builtIn: true, models: [mine] })).toHaveLength(4);
  // A model that was left out can be added back with other values.
  expect(await idsOf({ builtIn: [], models: [vip] })).toEqual(["gpt-image-2-vip"]);
});

const [vip] = loadProfiles();
test.each([
  ["an unknown key", { models: [{ ...vip, sizes: {} }] }, /wrong at models\.0: .*"sizes"/],
  [
    "a missing field",
    { models: [{ ...vip, label: undefined }] },
    /models\.0\.label: expected string, and nothing is there/,
  ],
  [
    "an unknown route",
    { models: [{ ...vip, preferredRoute: "responses" }] },
    /models\.0\.preferredRoute: expected one of "chat"\|"images"/,
  ],
  [
    "a route without its endpoint",
    { models: [{ ...vip, endpoints: ["chat"], preferredRoute: "images" }] },
    /models\.0\.preferredRoute: expected "generations"/,
  ],
  [
    "no endpoint that can draw",
    { models: [{ ...vip, endpoints: ["edits"], preferredRoute: undefined }] },
    /models\.0\.endpoints: expected chat or generations/,
  ],
  [
    "references but no route for them",
    { models: [{ ...vip, endpoints: ["generations"] }] },
    /models\.0\.references: expected maxCount 0/,
  ],
  [
    "a field name that could break a header",
    { models: [{ ...vip, imageField: 'a"; x="' }] },
    /models\.0\.imageField: a field reads like image or image\[\]/,
  ],
  [
    "an invalid size",
    {
      models: [
        {
          ...vip,
          exactSizes: {
            ...vip?.exactSizes,
            "1K": { ...vip?.exactSizes?.["1K"], "1:1": "1024*1024" },
          },
        },
      ],
    },
    /models\.0\.exactSizes\.1K\.1:1: a size reads like 2048x1152/,
  ],
  [
    "an unknown built-in model",
    { builtIn: ["gpt-image-9"] },
    /builtIn\.0: expected one of gpt-image-2-vip, .*received gpt-image-9/,
  ],
  [
    "a string instead of a list",
    { builtIn: "none" },
    /builtIn: expected true, false or a list of ids/,
  ],
  ["the same id twice", { models: [vip, vip] }, /models\.1\.id: expected another id/],
  ["no model at all", { builtIn: false }, /wrong at models: expected a model/],
])("a file with %s fails with one line that names file and field", async (_, content, words) => {
  const path = await override(content);
  expect(() => loadProfiles(path)).toThrow(words);
  expect(() => loadProfiles(path)).toThrow(path);
});

test("without a preferred route a model uses chat if it has it, and never changes route", async () => {
  const { preferredRoute: _route, mayChangeRoute: _change, ...plain } = vip ?? {};
  const imagesOnly = { ...plain, id: "images-only", endpoints: ["generations", "edits"] };
  const models = loadProfiles(await override({ builtIn: false, models: [plain, imagesOnly] }));
  expect(models.map((model) => [model.preferredRoute, model.mayChangeRoute])).toEqual([
    ["chat", false],
    ["images", false],
  ]);
});

test("gpt-image-2.6-all is built in as its provider documents it", () => {
  const model = loadProfiles().find(({ id }) => id === "gpt-image-2.6-all");
  if (!model) throw new Error("no profile");
  expect(model).toMatchObject({
    endpoints: ["generations", "edits"],
    preferredRoute: "images",
    priceMicroUsd: 25_000,
    timeLimitsMs: { standard: 600_000, fourK: 600_000 },
  });
  // Native up to 1536 pixels: the default tier stays below.
  for (const shape of SHAPES) {
    const edges = exactSizeOf(model, shape, model.defaultTier)?.split("x").map(Number) ?? [9_999];
    expect(Math.max(...edges)).toBeLessThanOrEqual(1_536);
  }
});
