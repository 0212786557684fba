import { expect, test } from "vitest";
import { distinctTitle, shortTitle } from "@/lib/utils/titles/short-title";

test.each([
  // Short already.
  ["A garden wall", "A garden wall"],
  ["with a cat", "With a cat"],
  ["warmer", "Warmer"],
  // Openers.
  [
    "Please draw me a picture of an old lighthouse at dusk, in the style of a woodcut",
    "Old lighthouse at dusk",
  ],
  ["Can you please create an image of a cat on the sill", "Cat on the sill"],
  ["I'd like to see a neon city in the rain, 8k, highly detailed", "Neon city in the rain"],
  ["Generate a beautiful, highly detailed photograph of dunes at sunset", "Dunes at sunset"],
  ["Create a poster for the harbour fair with large lettering", "Poster for the harbour fair"],
  ["Imagine: a cabin under northern lights", "Cabin under northern lights"],
  // Edits.
  [
    "Add small flowers in the grass, and let the tower keep its blue.",
    "Small flowers in the grass",
  ],
  ["Make it look like a woodblock print", "Woodblock print"],
  ["Now make it a little warmer and let the sun go down", "Warmer"],
  // At most six words, with a whole end.
  [
    "An old fisherman mending his nets on the quay while gulls circle overhead",
    "Old fisherman mending his nets",
  ],
  ["Tulips, rainy morning, soft light, film grain", "Tulips, rainy morning"],
  ["Three pears and a blue vase on a linen cloth. Oil painting.", "Three pears and a blue vase"],
  // Nothing but an opener, digits, or another script.
  ["draw", "Draw"],
  ["please", "Please"],
  ["42", "42"],
  ["Старый маяк на закате у моря под звёздным небом", "Старый маяк на закате у моря"],
])("%s → %s", (prompt, title) => {
  expect(shortTitle(prompt)).toBe(title);
});

test.each([
  ["请帮我画一张雪山下的小木屋的图片", "雪山下的小木屋"],
  ["我想要一幅黄昏时分的旧灯塔，木刻版画风格，高清", "黄昏时分的旧灯塔"],
  ["生成一只坐在窗台上的猫", "坐在窗台上的猫"],
  ["能不能给我设计一张港口集市的海报？字要大", "港口集市的海报"],
  ["把它改成夜晚", "夜晚"],
  ["猫，坐在窗台上", "猫，坐在窗台上"],
  ["画", "画"],
])("%s → %s", (prompt, title) => {
  expect(shortTitle(prompt)).toBe(title);
});

test("a title is never empty and has at most six words", () => {
  const prompts = ["...", "a", "the", "please please please", "very ".repeat(40), "“ ”", "!?"];
  for (const prompt of prompts) {
    const title = shortTitle(prompt);
    expect(title).not.toBe("");
    expect(title.split(" ").length).toBeLessThanOrEqual(6);
  }
});

test("of twins the later one gets a number", () => {
  expect(distinctTitle("Cat on the sill", [])).toBe("Cat on the sill");
  expect(distinctTitle("Cat on the sill", ["cat on the sill"])).toBe("Cat on the sill 2");
  expect(distinctTitle("猫", ["猫", "猫 2"])).toBe("猫 3");
});
