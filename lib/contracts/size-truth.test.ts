import { expect, test } from "vitest";
import type { ModelOffer } from "@/lib/contracts/account";
import type { TurnSettings } from "@/lib/contracts/settings";
import { parsePixels } from "@/lib/contracts/pixels";
import { SHAPES } from "@/lib/contracts/shapes";
import {
  canCrop,
  cropFor,
  enlargementOf,
  exactFor,
  largestOfShape,
  shapeOf,
  sizeMiss,
} from "@/lib/contracts/size-truth";
import { loadProfiles } from "@/lib/server/upstream/profiles/profiles";

const picture = (width: number, height: number, askedSize: string | null = null) => ({
  width,
  height,
  askedSize,
  origin: "generated" as const,
  isMadeHere: false,
});
const inWords = (shape: TurnSettings["shape"]) => ({ shape, tier: null });

test("exact pixels must match exactly", () => {
  const settings = { shape: "16:9", tier: "4K" } as const;
  expect(sizeMiss(picture(3840, 2160, "3840x2160"), settings)).toBeNull();
  expect(sizeMiss(picture(3840, 2161, "3840x2160"), settings)).toEqual({
    kind: "pixels",
    asked: { width: 3840, height: 2160 },
    got: { width: 3840, height: 2161 },
  });
});

test("a shape in words matches within 3 %", () => {
  for (const [width, height] of [
    [1672, 941],
    [1792, 1024],
    [1280, 720],
  ] as const) {
    expect(sizeMiss(picture(width, height), inWords("16:9")), `${width}`).toBeNull();
  }
  expect(sizeMiss(picture(1024, 1000), inWords("1:1"))).toBeNull();
  expect(sizeMiss(picture(1035, 1000), inWords("1:1"))).not.toBeNull();
  expect(sizeMiss(picture(1000, 1035), inWords("1:1"))).not.toBeNull();
  expect(sizeMiss(picture(1536, 1024), inWords("16:9"))).toEqual({
    kind: "shape",
    asked: "16:9",
    got: "3:2",
  });
  expect(sizeMiss(picture(1000, 400), inWords("1:1"))).toMatchObject({ got: null });
});

test("uploads and crops never differ from the request", () => {
  expect(sizeMiss({ ...picture(9, 90), origin: "uploaded" }, inWords("1:1"))).toBeNull();
  expect(sizeMiss({ ...picture(9, 90), isMadeHere: true }, inWords("1:1"))).toBeNull();
});

test("every exact size of the profile has exactly the shape it is listed under", () => {
  for (const shape of SHAPES) {
    for (const tier of Object.values(loadProfiles()[0]?.exactSizes ?? {})) {
      const size = parsePixels(tier[shape]);
      expect(size && shapeOf(size), tier[shape]).toBe(shape);
    }
  }
});

test("pixel sizes are parsed from plain digits only", () => {
  expect(parsePixels("3840x2160")).toEqual({ width: 3840, height: 2160 });
  for (const wrong of ["", "auto", "0x10", "10x", "1e3x10", "3840×2160", "123456x1"]) {
    expect(parsePixels(wrong), wrong).toBeNull();
  }
});

test("largestOfShape cuts the largest area of a shape without scaling", () => {
  expect(largestOfShape({ width: 1536, height: 1024 }, "16:9")).toEqual({
    width: 1536,
    height: 864,
  });
  expect(largestOfShape({ width: 1536, height: 1024 }, "1:1")).toEqual({
    width: 1024,
    height: 1024,
  });
  expect(largestOfShape({ width: 3, height: 1 }, "9:16")).toEqual({ width: 1, height: 1 });
});

test("a crop covers the target and enlarges at most 4 times", () => {
  const from = { width: 1024, height: 1024 };
  expect(enlargementOf(from, { width: 3840, height: 2160 })).toBe(3.75);
  expect(canCrop(from, { width: 3840, height: 2160 })).toBe(true);
  expect(canCrop({ width: 900, height: 900 }, { width: 3840, height: 2160 })).toBe(false);
  const large = { width: 7000, height: 5700 };
  expect(canCrop(large, { width: 8192, height: 4000 })).toBe(true);
  expect(canCrop(large, { width: 8193, height: 4000 })).toBe(false);
  expect(canCrop(large, { width: 8000, height: 6000 })).toBe(false);
});

const sizes = loadProfiles()[0]?.exactSizes ?? null;
const offer = (id: string, itsSizes: ModelOffer["sizes"]) =>
  ({ id, sizes: itsSizes, priceMicroUsd: 30_000 }) as ModelOffer;
const models = [offer("all", null), offer("vip", sizes)];
const settings: TurnSettings = {
  model: "all",
  shape: "16:9",
  tier: null,
  variations: 4,
  temperature: null,
};

test("exactFor picks the nearest tier of a model with exact sizes, with one variation", () => {
  const miss = { kind: "shape", asked: "16:9", got: "3:2" } as const;
  const from = (width: number, height: number) =>
    exactFor(miss, { width, height }, settings, models);
  expect(from(1536, 1024)).toEqual({
    settings: { ...settings, model: "vip", tier: "2K", variations: 1 },
    size: { width: 2048, height: 1152 },
    priceMicroUsd: 30_000,
  });
  expect(from(1200, 800)?.settings.tier).toBe("1K");
  expect(from(4000, 3000)?.settings.tier).toBe("4K");
  expect(exactFor(miss, { width: 9, height: 9 }, settings, [offer("all", null)])).toBeNull();
});

test("exactFor repeats the requested exact pixels", () => {
  const miss = sizeMiss(picture(1672, 941, "3840x2160"), { shape: "16:9", tier: "4K" });
  if (!miss) throw new Error("expected a size mismatch");
  const exact = exactFor(miss, { width: 1672, height: 941 }, settings, models);
  expect(exact?.settings).toMatchObject({ tier: "4K", shape: "16:9" });
  expect(cropFor(miss, { width: 1672, height: 941 })).toEqual({ width: 3840, height: 2160 });
  const gone = { ...miss, asked: { width: 1920, height: 1080 } } as typeof miss;
  expect(exactFor(gone, { width: 9, height: 9 }, settings, models)).toBeNull();
});
