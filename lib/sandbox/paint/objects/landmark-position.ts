import "server-only";
import type { Thing } from "../../scene/scene";
import type { Stage } from "../sheet";

/** x of an object that takes the landmark's position, in 0-1 of the width. */
export function spotOf(stage: Stage, thing: Thing): number {
  if (thing.side === "left") return Math.max(0.12, stage.standing[0]);
  if (thing.side === "right") return Math.min(0.88, stage.standing[1]);
  if (thing.side === "centre") return 0.5;
  return stage.landmark;
}
