import "server-only";
import type { Wish } from "../words/read";
import type { Scene } from "./scene";

const step = (value: number) => Math.max(-4, Math.min(4, value));

/** Applies the prompt's changes to the finished picture. Steps add up to a limit; rotations wrap around. */
export function applyFinish(scene: Scene, { finish: wish }: Wish): void {
  const { finish } = scene;
  finish.warmth = step(finish.warmth + (wish.warmth ?? 0));
  finish.light = step(finish.light + (wish.light ?? 0));
  finish.chroma = step(finish.chroma + (wish.chroma ?? 0));
  finish.contrast = step(finish.contrast + (wish.contrast ?? 0));
  finish.blur =
    wish.blur === undefined
      ? finish.blur
      : wish.blur === 0
        ? 0
        : Math.min(4, finish.blur + wish.blur);
  finish.grain = wish.grain === 0 ? 0 : Math.min(3, finish.grain + (wish.grain ?? 0));
  finish.zoom = Math.max(1, Math.min(3, finish.zoom * (wish.zoom ?? 1)));
  finish.mono = wish.mono ?? finish.mono;
  finish.vignette = wish.vignette ?? finish.vignette;
  finish.border = wish.border ?? finish.border;
  if (wish.mirror) finish.mirror = !finish.mirror;
  if (wish.upsideDown) finish.upsideDown = !finish.upsideDown;
  finish.quarterTurns =
    wish.quarterTurns === "back" ? 0 : (finish.quarterTurns + (wish.quarterTurns ?? 0)) % 4;
  if (wish.dropCaptions) finish.captions = [];
  if (wish.captions) finish.captions = [...finish.captions, ...wish.captions].slice(-3);
}
