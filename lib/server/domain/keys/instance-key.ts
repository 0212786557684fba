import "server-only";
import { getEnv } from "@/lib/server/env";

/** Whether the studio has a key of its own (`UPSTREAM_API_KEY`). Without one it is the sandbox for those who brought none. */
export function hasInstanceKey(): boolean {
  return getEnv().UPSTREAM_API_KEY !== undefined;
}
