/** Shapes that the models know, as width:height. Plain data, so the browser loads no schemas. */
export const SHAPES = [
  "1:1",
  "2:3",
  "3:2",
  "3:4",
  "4:3",
  "4:5",
  "5:4",
  "9:16",
  "16:9",
  "21:9",
] as const;
export type Shape = (typeof SHAPES)[number];

/** Tiers of exact sizes; the model's profile maps tier and shape to pixels. */
export const TIERS = ["1K", "2K", "4K"] as const;
export type Tier = (typeof TIERS)[number];

/** Width divided by height. */
export function ratioOf(shape: Shape): number {
  const [width = 1, height = 1] = shape.split(":").map(Number);
  return width / height;
}
