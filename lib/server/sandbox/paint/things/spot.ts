import "server-only";
import type { Thing } from "../../scene/scene";
import type { Stage } from "../sheet";

/** Where a thing that has the landmark's spot stands. */
export function spotOf(stage: Stage, thing: Thing): number {
  if (thing.side === "left") return Math.max(0.12, stage.standing[0]);
  if (thing.side === "right") return Math.min(0.88, stage.standing[1]);
  if (thing.side === "centre") return 0.5;
  return stage.landmark;
}
