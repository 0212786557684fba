import { expect, test } from "vitest";
import { AppError } from "@/lib/server/errors";
import { loadProfiles } from "@/lib/server/upstream/profiles";
import { chipsOfSize, nearestShape, shapeInWords } from "./asked-size";

const [vip, all] = loadProfiles();
if (vip === undefined || all === undefined) throw new Error("two models are checked in");

test("a size of the profile is a shape and a tier, auto is a shape alone", () => {
  expect(chipsOfSize(vip, "3840x2160", "1:1")).toEqual({ shape: "16:9", tier: "4K" });
  expect(chipsOfSize(vip, "848X1280", "1:1")).toEqual({ shape: "2:3", tier: "1K" });
  expect(chipsOfSize(vip, "auto", "4:5")).toEqual({ shape: "4:5", tier: null });
  expect(chipsOfSize(vip, null, "4:5")).toEqual({ shape: "4:5", tier: null });
});

test.each([
  [vip, "1024x1024", "auto, 1280x1280"],
  [all, "1280x1280", "auto"],
])("a size that is not offered names those that are", (profile, size, offered) => {
  const refusal = (() => {
    try {
      return chipsOfSize(profile, size, "1:1");
    } catch (error) {
      return error;
    }
  })();
  if (!(refusal instanceof AppError)) throw new Error("it was taken");
  expect(refusal).toMatchObject({ code: "size_not_offered", extra: { field: "size" } });
  expect(refusal.extra.details?.["hint"]).toContain(`${profile.id} offers ${offered}`);
});

test.each([
  ["a banner, 21:9", "21:9"],
  ["竖屏 9：16，一座灯塔", "9:16"],
  ["at 10:30, in 4:3", "4:3"],
  ["a clock at 12:16:90", null],
  ["a lighthouse", null],
])("%j names %s", (text, shape) => expect(shapeInWords(text)).toBe(shape));

test("a picture has a shape that is nearest to its own", () => {
  expect(nearestShape({ width: 1000, height: 1010 })).toBe("1:1");
  expect(nearestShape({ width: 4000, height: 100 })).toBe("21:9");
  expect(nearestShape({ width: 1080, height: 1920 })).toBe("9:16");
});
