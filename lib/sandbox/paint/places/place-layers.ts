import "server-only";
import type { Sheet, Stage } from "../sheet";

/** The layers of a place: behind the water (mirrored in it), in front of it, and where objects can be placed. */
export type Painted = {
  stage: Stage;
  /** SVG drawn straight on the sky. */
  back: string;
  /** SVG drawn over the water and everything that floats on it. */
  front: string;
  /** SVG drawn over objects on the ground, such as the nearest grass. */
  near?: string;
  /** SVG instead of a sky, for rooms; the outdoor view is not drawn. */
  indoors?: boolean;
};

export type PaintPlace = (sheet: Sheet) => Painted;
