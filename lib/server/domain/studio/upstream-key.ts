import "server-only";
import { getEnv } from "@/lib/server/env";

/**
 * By what the tables about upstreams know the configured one: its base URL. The sandbox has one name, since its port is
 * another with each start.
 */
export function upstreamKey(): string {
  const { UPSTREAM_API_KEY, UPSTREAM_BASE_URL } = getEnv();
  return UPSTREAM_API_KEY === undefined ? "sandbox" : UPSTREAM_BASE_URL;
}
