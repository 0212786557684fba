import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { LOCALES } from "@/lib/utils/locale";
import { readWish } from "./read";

test.each([
  ["old lighthouse, 16:9", { place: "coast" }],
  ["a mountain lake at dawn in the fog", { place: "lake", hour: "dawn", weather: "fog" }],
  ["横版，黄昏海边的老灯塔", { place: "coast", hour: "dusk", tints: [] }],
  ["雪山下的湖，秋天的早晨", { place: "lake", hour: "morning", season: "autumn" }],
  ["上海的夜景，霓虹", { place: "city", hour: "night", style: "neon" }],
  ["复古海报，沙漠", { place: "desert", style: "poster" }],
  ["星空和银河下的草原", { place: "meadow", hour: "night" }],
  [
    "a harbour, watercolor, golden hour",
    { place: "harbour", style: "watercolour", hour: "golden", tints: [] },
  ],
  ["水墨山水", { place: "mountains", style: "ink" }],
  ["a cat", { place: "window" }],
  ["a cozy cabin in the woods", { place: "forest" }],
  ["a village in the mountains in winter", { place: "mountains", season: "winter" }],
  ["雪夜里的小村庄，窗户亮着灯", { place: "snow", hour: "night" }],
  ["a snowman by a cabin, snow falling", { place: "snow" }],
  ["a house with a warm window by the lake", { place: "lake" }],
  ["a window with a cat and a little house outside", { place: "window" }],
  ["江南水乡，水墨", { place: "harbour", style: "ink" }],
  ["天亮", { hour: "dawn", finish: {} }],
  ["make it calm again", { calm: true }],
  ["a calm lake in the fog", { calm: false, weather: "fog" }],
])("%s", (text, expected) => {
  expect(readWish(text)).toMatchObject(expected);
});

test("a colour applies to the object after it, otherwise to the whole picture", () => {
  const wish = readWish("a red boat under a purple sky");
  expect(wish.add).toMatchObject([{ kind: "boat", colour: "#c23b32" }]);
  expect(wish.tints).toEqual(["#8458b8"]);
  expect(readWish("红色的小船").add).toMatchObject([{ kind: "boat", colour: "#c23b32" }]);
  expect(readWish("make the boat red")).toMatchObject({
    tints: [],
    add: [{ kind: "boat", colour: "#c23b32" }],
  });
  expect(readWish("把船换成红色").add).toMatchObject([{ kind: "boat", colour: "#c23b32" }]);
  expect(readWish("make it red").tints).toEqual(["#c23b32"]);
  expect(readWish("orange sky").add).toEqual([]);
});

test.each([
  ["remove the moon", [], ["moon"]],
  ["without birds, add a boat", ["boat"], ["birds"]],
  ["add a boat and remove the birds", ["boat"], ["birds"]],
  ["去掉月亮，加上一只小船", ["boat"], ["moon"]],
  ["不要鸟", [], ["birds"]],
  ["make it brighter and add three houses", ["house"], []],
  ["加上月亮", ["moon"], []],
])("%s", (text, added, removed) => {
  const wish = readWish(text);
  expect(wish.add.map((thing) => thing.kind)).toEqual(added);
  expect(wish.remove).toEqual(removed);
});

test("an object with a natural colour gets it, unless the prompt names another", () => {
  const colourOf = (text: string) => readWish(text).add.map(({ colour }) => colour);
  expect(colourOf("lemons")).toEqual(["#ecc94b"]);
  expect(colourOf("fields of poppies")).toEqual(["#d8392b"]);
  expect(colourOf("一片向日葵")).toEqual(["#f0b323"]);
  expect(colourOf("white roses")).toEqual(["#f5f1e8"]);
  expect(colourOf("tulips")).toEqual([undefined]);
});

test("counts, sizes and sides are read from the prompt", () => {
  expect(readWish("add people").add).toMatchObject([{ kind: "person", count: "many" }]);
  expect(readWish("a village with three houses").add).toMatchObject([{ kind: "house", count: 3 }]);
  expect(readWish("两只小船在左边").add).toMatchObject([{ kind: "boat", count: 2, side: "left" }]);
  expect(readWish("a huge moon on the right").add).toMatchObject([
    { kind: "moon", size: "big", side: "right" },
  ]);
});

test.each([
  ["make it warmer", { warmth: 1 }],
  ["much cooler", { warmth: -2 }],
  ["冷一点", { warmth: -1 }],
  ["black and white", { mono: "grey" }],
  ["黑白照片", { mono: "grey" }],
  ["blur the background", { blur: 1 }],
  ["flip it horizontally", { mirror: true }],
  ["rotate 90 degrees clockwise", { quarterTurns: 1 }],
  ["向左旋转", { quarterTurns: 3 }],
  ['add the text "Hello, world"', { captions: ["Hello, world"] }],
  ["写上“海风”", { captions: ["海风"] }],
  ["remove the text", { dropCaptions: true }],
  ["rotate it back", { quarterTurns: "back" }],
  ["remove the sepia", { mono: "none" }],
  ["no black and white", { mono: "none" }],
  ["去掉边框", { border: false }],
  ["取消暗角", { vignette: false }],
  ["加暗角", { vignette: true }],
  ["加上月亮", {}],
])("%s", (text, finish) => {
  expect(readWish(text).finish).toEqual(finish);
});

test("an addition that suggests a setting keeps the current one; naming a setting changes it", () => {
  expect(readWish("add a boat").moves).toBe(false);
  expect(readWish("add birds over the sea").moves).toBe(false);
  expect(readWish("turn it into a desert").moves).toBe(true);
  expect(readWish("换成雪山").moves).toBe(true);
});

test("what the prompt wants kept is not added again", () => {
  const wish = readWish("Make it night. Keep the tower where it is, let the lamp do the lighting.");
  expect(wish.add).toEqual([]);
  expect(wish.hour).toBe("night");
  expect(readWish("保留灯塔，加一只小船").add.map(({ kind }) => kind)).toEqual(["boat"]);
  expect(readWish("keep the house and add a boat").add.map(({ kind }) => kind)).toEqual(["boat"]);
});

test.each(LOCALES)("repeating the prompt at another size changes nothing (%s)", async (locale) => {
  const file = await readFile(`messages/${locale}/studio.json`, "utf8");
  const { size } = JSON.parse(file) as { size: { exactPrompt: string } };
  const asked = size.exactPrompt.replaceAll(/\{(width|height)[^}]*\}/g, "1280");
  expect(asked).toContain("1280 × 1280");
  expect(readWish(asked)).toEqual(readWish("…"));
});
