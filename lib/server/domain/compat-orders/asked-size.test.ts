import { expect, test } from "vitest";
import { AppError } from "@/lib/server/errors";
import { loadProfiles } from "@/lib/server/upstream/profiles/profiles";
import { chipsOfSize, nearestShape, shapeInWords, shapeOfRatio } from "./asked-size";

const [vip, all] = loadProfiles();
if (vip === undefined || all === undefined) throw new Error("two models are checked in");

test("a size of the profile gives a shape and a tier, auto gives the fallback shape alone", () => {
  expect(chipsOfSize(vip, "3840x2160", "1:1")).toEqual({ shape: "16:9", tier: "4K" });
  expect(chipsOfSize(vip, "848X1280", "1:1")).toEqual({ shape: "2:3", tier: "1K" });
  expect(chipsOfSize(vip, "auto", "4:5")).toEqual({ shape: "4:5", tier: null });
  expect(chipsOfSize(vip, null, "4:5")).toEqual({ shape: "4:5", tier: null });
});

test.each([
  ["1024x1024", "1:1"],
  ["1024*1024", "1:1"],
  ["1024 × 1024", "1:1"],
  ["1024X1024", "1:1"],
  ["512x512", "1:1"],
  ["256x256", "1:1"],
  ["1536x1024", "3:2"],
  ["1024x1536", "2:3"],
  ["1792x1024", "16:9"],
  ["1024×1792", "9:16"],
  ["16:9", "16:9"],
  ["16 / 9", "16:9"],
  ["16x9", "16:9"],
  ["９：１６", "9:16"],
  ["5:7", "3:4"],
  ["default", "4:5"],
  [" ", "4:5"],
])("OpenAI's size or ratio %j gives the shape %s", (size, shape) => {
  for (const profile of [vip, all]) {
    expect(chipsOfSize(profile, size, "4:5")).toEqual({ shape, tier: null });
  }
});

test("an exact size of the profile is recognised in every spelling", () => {
  expect(chipsOfSize(vip, "2048*1152", "1:1")).toEqual({ shape: "16:9", tier: "2K" });
  expect(chipsOfSize(vip, "2048 × 1152 px", "1:1")).toEqual({ shape: "16:9", tier: "2K" });
  expect(chipsOfSize(vip, "2k", "3:2")).toEqual({ shape: "3:2", tier: "2K" });
  expect(chipsOfSize(all, "2K", "3:2")).toEqual({ shape: "3:2", tier: null });
  const official = { ...vip, exactSizes: { ...sizesOf(vip) } };
  official.exactSizes["1K"] = { ...official.exactSizes["1K"], "1:1": "1024x1024" };
  expect(chipsOfSize(official, "1024x1024", "3:2")).toEqual({ shape: "1:1", tier: "1K" });
});

function sizesOf({ exactSizes }: typeof vip & object) {
  if (exactSizes === null) throw new Error("it has sizes");
  return exactSizes;
}

test("a model without sizes maps any pixels to the nearest shape", () => {
  expect(chipsOfSize(all, "1280x1280", "3:2")).toEqual({ shape: "1:1", tier: null });
  expect(chipsOfSize(all, "768x1344", "3:2")).toEqual({ shape: "9:16", tier: null });
  expect(chipsOfSize(all, "3000x1000", "3:2")).toEqual({ shape: "21:9", tier: null });
});

test.each([
  [vip, "7x7", "auto, 1280x1280"],
  [vip, "1000x700", "auto, 1280x1280"],
  [vip, "large", "auto, 1280x1280"],
  [all, "large", "auto, a shape like 16:9"],
  [all, "0x512", "auto, a shape like 16:9"],
  [all, "-1x512", "auto, a shape like 16:9"],
])("the error for an unknown size names the sizes on offer", (profile, size, offered) => {
  const refusal = (() => {
    try {
      return chipsOfSize(profile, size, "1:1");
    } catch (error) {
      return error;
    }
  })();
  if (!(refusal instanceof AppError)) throw new Error("the size was accepted");
  expect(refusal).toMatchObject({ code: "size_not_offered", extra: { field: "size" } });
  expect(refusal.extra.details?.["hint"]).toContain(profile.id);
  expect(refusal.extra.details?.["hint"]).toContain(offered);
});

test.each([
  ["16:9", "16:9"],
  ["16x9", "16:9"],
  ["1.91:1", "16:9"],
  ["auto", null],
  [null, null],
  ["", null],
])("aspect_ratio %j is %s", (ratio, shape) => expect(shapeOfRatio(ratio)).toBe(shape));

test("a malformed aspect_ratio is refused", () => {
  expect(() => shapeOfRatio("wide")).toThrow("size_not_offered");
  expect(() => shapeOfRatio("0:1")).toThrow("size_not_offered");
});

test.each([
  ["a banner, 21:9", "21:9"],
  ["竖屏 9：16，一座灯塔", "9:16"],
  ["at 10:30, in 4:3", "4:3"],
  ["a clock at 12:16:90", null],
  ["a lighthouse", null],
])("%j names the shape %s", (text, shape) => expect(shapeInWords(text)).toBe(shape));

test("an image's shape is the nearest to its dimensions", () => {
  expect(nearestShape({ width: 1000, height: 1010 })).toBe("1:1");
  expect(nearestShape({ width: 4000, height: 100 })).toBe("21:9");
  expect(nearestShape({ width: 1080, height: 1920 })).toBe("9:16");
});
