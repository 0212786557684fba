import "server-only";
import type { Raster } from "../paint/raster";
import type { Scene } from "../scene/scene";
import { paintInk, paintLine } from "./drawn";
import { paintNeon, paintPixel, paintPoster } from "./graphic";
import { paintOil, paintPastel, paintWatercolour } from "./wet";

/** Applies a style to pixels, so it works on foreign photographs too. */
export async function applyStyle(
  picture: Raster,
  style: Scene["style"],
  seed: number,
): Promise<Raster> {
  switch (style) {
    case "plain":
      return picture;
    case "watercolour":
      return paintWatercolour(picture, seed);
    case "ink":
      return paintInk(picture, seed);
    case "line":
      return paintLine(picture, seed);
    case "pixel":
      return paintPixel(picture);
    case "poster":
      return paintPoster(picture);
    case "neon":
      return paintNeon(picture);
    case "oil":
      return paintOil(picture, seed);
    case "pastel":
      return paintPastel(picture, seed);
  }
}
