import type { CSSProperties } from "react";
import type { ModelOffer } from "@/lib/contracts/account";
import type { ImageView } from "@/lib/contracts/images";
import type { TurnSettings } from "@/lib/contracts/settings";
import { ratioOf } from "@/lib/contracts/shapes";

/** Maximum height of a picture in vh, so that a tall one is fully visible. */
const HEIGHT_SHARE = 64;

/** Requested aspect ratio (width / height): the exact pixels where the model locks them, else the shape. */
export function askedRatio(settings: TurnSettings, model: ModelOffer | undefined): number {
  const exact = settings.tier ? model?.sizes?.[settings.tier]?.[settings.shape] : undefined;
  const [width, height] = (exact ?? "").split("x").map(Number);
  return width && height ? width / height : ratioOf(settings.shape);
}

/** Aspect ratio of a generation's box: the picture's own once it exists. */
export function boxRatio(image: ImageView | undefined, requested: number): number {
  return image ? image.width / image.height : requested;
}

/** Reserves a picture's box before its bytes load, so that the layout does not shift. */
export function boxStyle(ratio: number): CSSProperties {
  return {
    aspectRatio: String(ratio),
    width: `min(100%, calc(${HEIGHT_SHARE}svh * ${ratio.toFixed(4)}))`,
  };
}
