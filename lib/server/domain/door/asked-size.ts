import "server-only";
import type { TurnSettings } from "@/lib/contracts/settings";
import { ratioOf, type Shape, SHAPES, TIERS } from "@/lib/contracts/shapes";
import type { Pixels } from "@/lib/contracts/pixels";
import { defaultSettings, modelProfiles } from "@/lib/server/domain/studio/models";
import { readShape } from "@/lib/server/domain/door/shape-in-words";
import { AppError } from "@/lib/server/errors";
import type { ModelProfile } from "@/lib/server/upstream/profiles";

/** The profile of a model by the name that a program uses; left out, the default. Throws `unknown_model`. */
export function findDoorModel(model: string | null | undefined): ModelProfile {
  const profiles = modelProfiles();
  const profile = model
    ? profiles.find(({ id }) => id === model)
    : (profiles.find(({ id }) => id === defaultSettings().model) ?? profiles[0]);
  if (profile !== undefined) return profile;
  const hint = `offered are ${profiles.map(({ id }) => id).join(", ")}`;
  throw new AppError("unknown_model", { field: "model", details: { hint } });
}

/**
 * The chips that stand for `size`: exact pixels of the profile, or for "auto" the shape alone. Throws `size_not_offered`,
 * naming the sizes that are.
 */
export function chipsOfSize(
  profile: ModelProfile,
  size: string | null | undefined,
  shapeOtherwise: Shape,
): Pick<TurnSettings, "shape" | "tier"> {
  if (!size || size === "auto") return { shape: shapeOtherwise, tier: null };
  const asked = size.toLowerCase();
  const sizes = profile.exactSizes;
  for (const tier of sizes === null ? [] : TIERS) {
    const shape = SHAPES.find((candidate) => sizes?.[tier][candidate] === asked);
    if (shape !== undefined) return { shape, tier };
  }
  const offered = ["auto", ...TIERS.flatMap((tier) => Object.values(sizes?.[tier] ?? {}))];
  const hint = `${profile.id} offers ${[...new Set(offered)].join(", ")}`;
  throw new AppError("size_not_offered", { field: "size", details: { hint } });
}

/** The shape that an instruction names in so many words, "16:9"; null where it names none, or one that no model knows. */
export function shapeInWords(text: string): Shape | null {
  return readShape(text);
}

/** The shape that is nearest to a picture's own. */
export function nearestShape({ width, height }: Pixels): Shape {
  const distance = (shape: Shape) => Math.abs(Math.log(width / height / ratioOf(shape)));
  return SHAPES.reduce((best, shape) => (distance(shape) < distance(best) ? shape : best));
}
