import "server-only";
import { getEnv } from "@/lib/server/env";

/** Whether the instance has a key of its own (`UPSTREAM_API_KEY`). Without one, users without a key get the sandbox. */
export function hasInstanceKey(): boolean {
  return getEnv().UPSTREAM_API_KEY !== undefined;
}
