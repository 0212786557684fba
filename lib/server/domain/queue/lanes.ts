import "server-only";
import { upstreamName } from "@/lib/server/domain/upstream/upstream-name";

/** A destination of calls, with its own limit and queue: sandbox calls do not compete with paid ones. */
export type Lane = { upstream: string; isSandbox: boolean };

/** The upstream first: paid calls take precedence over the sandbox. */
export function allLanes(): readonly Lane[] {
  return [laneOf(false), laneOf(true)];
}

export function laneOf(isSandbox: boolean): Lane {
  return { upstream: upstreamName(isSandbox), isSandbox };
}
