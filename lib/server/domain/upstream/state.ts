import "server-only";
import { upstreamCheck, type UpstreamState } from "@/lib/contracts/upstream";
import { hasInstanceKey } from "@/lib/server/domain/keys/instance-key";
import { documentedProfiles } from "@/lib/server/domain/upstream/models";
import { readStored } from "@/lib/server/domain/upstream/check-row";
import { findingsOf, viewFindings } from "@/lib/server/domain/upstream/derive";
import { probePrice } from "@/lib/server/domain/upstream/plan";
import { getEnv } from "@/lib/server/env";
import { probesOf } from "@/lib/server/upstream/send/probe-calls";

/** The upstream settings page: available probes with prices, the last check, and saved findings. */
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
    // Parsing removes the names of spool files.
    check: check && upstreamCheck.parse(check),
    found: viewFindings(findingsOf(check?.steps ?? []), profiles),
    saved: saved && { savedAt: saved.savedAt, models: viewFindings(saved.models, profiles) },
  };
}
