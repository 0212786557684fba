import { expect, test, vi } from "vitest";
import { blursBehind } from "../paint/draw";
import { encodePng, renderScene } from "../paint/render";
import { readWish } from "../words/read";
import { changeScene, composeScene } from "./compose";
import { parseScene } from "./parse";
import { findThing, PLACES, type Scene, STYLES } from "./scene";

// Painting is the processor's work, and test machines are busy.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const size = { width: 320, height: 208 };
const compose = (text: string, seed = 5) => composeScene(readWish(text), seed, size);
const change = (scene: Scene, text: string, seed = 9) => changeScene(scene, readWish(text), seed);
const noPicture = () => Promise.resolve(undefined);

test("the same words and seed give the same bytes, another seed a different picture", async () => {
  const png = async (seed: number) =>
    (await encodePng(await renderScene(compose("a lake at dawn", seed), noPicture))).toString(
      "base64",
    );
  expect(await png(5)).toBe(await png(5));
  expect(await png(5)).not.toBe(await png(6));
});

test("an edit keeps the setting, the seed and everything it does not mention", () => {
  const day = compose("an old lighthouse by the sea at noon with birds");
  const night = change(day, "make it night");
  expect(night).toMatchObject({
    seed: day.seed,
    setting: day.setting,
    hour: "night",
    style: "plain",
  });
  expect(findThing(night, "moon")).toBeDefined();
  expect(findThing(night, "sun")).toBeUndefined();
  expect(findThing(night, "birds")).toEqual(findThing(day, "birds"));
  expect(findThing(night, "lighthouse")).toEqual(findThing(day, "lighthouse"));
});

test("an added object stays put when more is added, and can be removed", () => {
  const one = change(compose("the sea at noon"), "add a sailboat", 1);
  const two = change(one, "add a balloon, and make the sailboat red", 2);
  expect(findThing(two, "sailboat")).toMatchObject({
    seed: findThing(one, "sailboat")?.seed,
    colour: "#c23b32",
  });
  expect(findThing(change(two, "remove the sailboat"), "sailboat")).toBeUndefined();
  expect(findThing(change(two, "不要热气球"), "balloon")).toBeUndefined();
});

test("effects on the finished picture can be undone", () => {
  const done = change(compose("a lake"), "sepia, film grain, vignette, blurred, rotate 90 degrees");
  const taken = ["no sepia", "remove the grain", "without vignette", "remove the blur"];
  const plain = [...taken, "rotate it back"].reduce((scene, text) => change(scene, text), done);
  expect(done.finish).not.toEqual(plain.finish);
  expect(plain.finish).toEqual(compose("a lake").finish);
});

test("blurring the background keeps the foreground sharp", async () => {
  const scene = { ...compose("a sailboat on the sea at noon"), width: 640, height: 416 };
  const soft = change(scene, "blur the background");
  const [before, after] = await Promise.all(
    [scene, soft].map((one) => renderScene(one, noPicture)),
  );
  if (!before || !after) throw new Error("not painted");
  /** How much neighbours in a row differ: at their most, and all of them together. */
  const edgesOf = ({ data }: typeof before) => {
    const steps = data.map((value, at) => Math.abs(value - (data[at + 3] ?? value)));
    return steps.reduce(
      ({ most, all }, step) => ({ most: Math.max(most, step), all: all + step }),
      { most: 0, all: 0 },
    );
  };
  expect(edgesOf(after).all).toBeLessThan(edgesOf(before).all);
  expect(edgesOf(after).most).toBeGreaterThan(0.9 * edgesOf(before).most);
  expect(blursBehind(soft)).toBe(true);
  expect(blursBehind(change(compose("a city at night"), "blur the background"))).toBe(false);
});

test("steps of light and warmth add up, within limits", () => {
  let scene = compose("a lake");
  for (let turn = 0; turn < 9; turn += 1) scene = change(scene, "warmer");
  expect(scene.finish.warmth).toBe(4);
  expect(change(scene, "cooler").finish.warmth).toBe(3);
});

test("every setting and every style is painted at the scene's size", async () => {
  for (const [index, place] of PLACES.entries()) {
    const scene = { ...compose("a lake"), setting: { type: "place" as const, place } };
    scene.style = STYLES[index % STYLES.length] ?? "plain";
    const picture = await renderScene(scene, noPicture);
    expect({ place, width: picture.width, height: picture.height }).toEqual({ place, ...size });
    expect(new Set(picture.data.subarray(0, 30_000)).size).toBeGreaterThan(3);
  }
});

test("a scene survives a JSON round trip, and a forged one is rejected", () => {
  const scene = change(compose("two red boats in a harbour at dusk"), 'add the text "hi"');
  expect(parseScene(JSON.stringify(scene))).toEqual(scene);
  const forged = { ...scene, tints: ['#fff" onload="x'] };
  expect(parseScene(JSON.stringify(forged))).toBeUndefined();
  expect(parseScene("{")).toBeUndefined();
});
