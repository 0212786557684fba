import { SHAPES, type Shape, type Tier, TIERS } from "@/lib/contracts/shapes";

// How an image was made, as it is written into downloaded files. Plain code, so the browser loads no schemas.

/** XML namespace of the recipe in a file's XMP: `Recipe` there is JSON. */
export const RECIPE_NAMESPACE = "urn:pentimento:recipe:1:";

/** The kinds of file that a recipe can be written into. */
export const RECIPE_MEDIA: readonly string[] = ["image/png", "image/jpeg", "image/webp"];

/** An image that another one was made from: identifies it where the reader has it. */
export interface RecipeParent {
  id: string;
  sha256: string;
}

export interface Recipe {
  version: 1;
  image: string;
  createdAt: string;
  prompt: string;
  /** The instruction of the whole thread; empty if there was none. */
  systemInstruction: string;
  settings: RecipeSettings;
  /** What it was refined from, nearest first, each with the prompt that made it; null for an upload. */
  parents: (RecipeParent & { prompt: string | null })[];
  references: RecipeParent[];
}

/** As `TurnSettings`. */
export interface RecipeSettings {
  model: string;
  shape: Shape;
  tier: Tier | null;
  variations: number;
  temperature: number | null;
}

/** Reads the parts of a recipe that a composer uses; null if it is none. The text comes from a stranger's file. */
export function parseRecipe(
  json: string,
): Pick<Recipe, "prompt" | "systemInstruction" | "settings"> | null {
  const recipe = objectOf(parseJson(json));
  const settings = objectOf(recipe?.settings);
  if (recipe?.version !== 1 || typeof recipe.prompt !== "string" || settings === null) return null;
  const { model, variations, temperature } = settings;
  const shape = SHAPES.find((one) => one === settings.shape);
  if (typeof model !== "string" || shape === undefined) return null;
  return {
    prompt: recipe.prompt,
    systemInstruction: typeof recipe.systemInstruction === "string" ? recipe.systemInstruction : "",
    settings: {
      model,
      shape,
      tier: TIERS.find((one) => one === settings.tier) ?? null,
      variations: typeof variations === "number" ? variations : 1,
      temperature: typeof temperature === "number" ? temperature : null,
    },
  };
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function objectOf(value: unknown): Record<string, unknown> | null {
  return isObject(value) ? value : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
