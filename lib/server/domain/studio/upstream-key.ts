import "server-only";
import { hasInstanceKey } from "@/lib/server/domain/keys/instance-key";
import { getEnv } from "@/lib/server/env";

/** The sandbox has one name, since its port is another with each start. */
const SANDBOX = "sandbox";

/** By what the tables about upstreams know the one that the studio's own key is for: its base URL, or the sandbox. */
export function upstreamKey(): string {
  return upstreamName(!hasInstanceKey());
}

/** By what those tables know where a generation goes: every real key is for the one configured service. */
export function upstreamName(isSandbox: boolean): string {
  return isSandbox ? SANDBOX : getEnv().UPSTREAM_BASE_URL;
}
