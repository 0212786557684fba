import "server-only";
import { upstreamCheck, type UpstreamState } from "@/lib/contracts/upstream";
import { hasInstanceKey } from "@/lib/server/domain/keys/instance-key";
import { documentedProfiles } from "@/lib/server/domain/studio/models";
import { readStored } from "@/lib/server/domain/upstream/check-row";
import { findingsOf, viewFindings } from "@/lib/server/domain/upstream/derive";
import { probePrice } from "@/lib/server/domain/upstream/plan";
import { getEnv } from "@/lib/server/env";
import { probesOf } from "@/lib/server/upstream/send/probe-calls";

/** The page of the upstream: what can be tried and for how much, the last check, and what is saved. */
export async function loadUpstreamState(): Promise<UpstreamState> {
  const { saved, check } = await readStored();
  const profiles = documentedProfiles();
  return {
    host: new URL(getEnv().UPSTREAM_BASE_URL).host,
    isSandbox: !hasInstanceKey(),
    models: profiles.map((profile) => ({
      id: profile.id,
      label: profile.label,
      priceMicroUsd: probePrice(profile),
      probes: probesOf(profile),
    })),
    // Without where its answers lie.
    check: check && upstreamCheck.parse(check),
    found: viewFindings(findingsOf(check?.steps ?? []), profiles),
    saved: saved && { savedAt: saved.savedAt, models: viewFindings(saved.models, profiles) },
  };
}
