import "server-only";
import { hasInstanceKey } from "@/lib/server/domain/keys/instance-key";
import { getEnv } from "@/lib/server/env";

/** A fixed name, since the sandbox's port changes with each start. */
const SANDBOX = "sandbox";

/** The key of UpstreamFindings and UpstreamLimit for the configured upstream: its base URL, or the sandbox. */
export function upstreamKey(): string {
  return upstreamName(!hasInstanceKey());
}

/** The same for one generation: every real key is for the one configured upstream. */
export function upstreamName(isSandbox: boolean): string {
  return isSandbox ? SANDBOX : getEnv().UPSTREAM_BASE_URL;
}
