import type { CSSProperties } from "react";
import type { ModelOffer } from "@/lib/contracts/account";
import type { ImageView } from "@/lib/contracts/images";
import type { TurnSettings } from "@/lib/contracts/settings";
import { ratioOf } from "@/lib/contracts/shapes";

/** The share of the window's height that one picture may take, so that a tall one is still seen whole. */
const HEIGHT_SHARE = 64;

/** Width over height of what a turn asked for: its exact pixels where the model locks them, else its shape. */
export function askedRatio(settings: TurnSettings, model: ModelOffer | undefined): number {
  const exact = settings.tier ? model?.sizes?.[settings.tier]?.[settings.shape] : undefined;
  const [width, height] = (exact ?? "").split("x").map(Number);
  return width && height ? width / height : ratioOf(settings.shape);
}

/** Width over height of the box for one generation: the picture's own once it is there. */
export function boxRatio(image: ImageView | undefined, asked: number): number {
  return image ? image.width / image.height : asked;
}

/** The box of a picture before its bytes are there: the layout never moves when they come. */
export function boxStyle(ratio: number): CSSProperties {
  return {
    aspectRatio: String(ratio),
    width: `min(100%, calc(${HEIGHT_SHARE}svh * ${ratio.toFixed(4)}))`,
  };
}
