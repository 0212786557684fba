import "server-only";
import { upstreamName } from "@/lib/server/domain/studio/upstream-key";

/** Where calls go, each with a limit and a line of its own: a member without a key plays while others work. */
export type Lane = { upstream: string; isSandbox: boolean };

/** The service first: who pays is not to wait for play. */
export function allLanes(): readonly Lane[] {
  return [laneOf(false), laneOf(true)];
}

export function laneOf(isSandbox: boolean): Lane {
  return { upstream: upstreamName(isSandbox), isSandbox };
}
