import { ratioOf, type Shape } from "@/lib/contracts/shapes";

/** An aspect ratio as a small outline whose longer edge is `size` pixels. */
export function ShapeFrame({ shape, size = 15 }: { shape: Shape; size?: number }) {
  const ratio = ratioOf(shape);
  const width = Math.round(ratio >= 1 ? size : size * ratio);
  const height = Math.round(ratio >= 1 ? size / ratio : size);
  return (
    <span
      aria-hidden
      className="inline-block shrink-0 rounded-[2px] border-[1.5px] border-current"
      style={{ width, height }}
    />
  );
}
