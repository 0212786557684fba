import { expect, test } from "vitest";
import { applyRecipe } from "@/components/composer/use-recipe-offer";
import type { TurnSettings } from "@/lib/contracts/settings";

const mine: TurnSettings = {
  model: "mine",
  shape: "1:1",
  tier: "1K",
  variations: 1,
  temperature: null,
};
const now = { text: "", settings: mine, systemInstruction: "Quietly" };
const found = {
  tool: null,
  prompt: "a boat",
  systemInstruction: "",
  settings: { model: "theirs", shape: "16:9", tier: "2K", variations: 3, temperature: 0.5 },
} as const;
const knowsAll = () => true;

test("a recipe brings its prompt and settings; an empty instruction keeps the present one", () => {
  expect(applyRecipe(found, now, knowsAll)).toEqual({
    text: "a boat",
    settings: found.settings,
    systemInstruction: "Quietly",
  });
});

test("typed text stays in front of the prompt", () => {
  expect(applyRecipe(found, { ...now, text: "My words \n" }, knowsAll).text).toBe(
    "My words\na boat",
  );
});

test("a model that is not offered is left out, with its exact size", () => {
  const { settings } = applyRecipe(found, now, () => false);
  expect(settings).toEqual({ ...found.settings, model: "mine", tier: null });
});

test("numbers of a stranger's file stay within the limits", () => {
  for (const [variations, allowed] of [
    [99, 10],
    [-1, 1],
    [Number.NaN, 1],
  ] as const) {
    const recipe = { ...found, settings: { ...found.settings, variations } };
    expect(applyRecipe(recipe, now, knowsAll).settings.variations).toBe(allowed);
  }
  const hot = { ...found, settings: { ...found.settings, temperature: 9 } };
  expect(applyRecipe(hot, now, knowsAll).settings.temperature).toBe(2);
});

test("a local tool's prompt changes no setting", () => {
  const tool = { ...found, tool: "ComfyUI", settings: null } as const;
  expect(applyRecipe(tool, now, knowsAll)).toEqual({ ...now, text: "a boat" });
});
