import "server-only";
import type { Sheet, Stage } from "../sheet";

/** A painted place: what lies behind the water (and is mirrored in it), what lies in front, and where things stand. */
export type Painted = {
  stage: Stage;
  /** SVG drawn straight on the sky. */
  back: string;
  /** SVG drawn over the water and everything that floats on it. */
  front: string;
  /** SVG drawn over things that stand on the ground, such as the nearest grass. */
  near?: string;
  /** SVG instead of a sky, for rooms; the outdoor view is not drawn. */
  indoors?: boolean;
};

export type PaintPlace = (sheet: Sheet) => Painted;
