import "server-only";
import { type TurnSettings } from "@/lib/contracts/settings";
import type { ModelFindings } from "@/lib/contracts/upstream";
import { currentFindings } from "@/lib/server/domain/upstream/findings";
import { getEnv } from "@/lib/server/env";
import { AppError } from "@/lib/server/errors";
import { applyFindings } from "@/lib/server/upstream/profiles/apply-finding";
import {
  exactSizeOf,
  loadProfiles,
  type ModelProfile,
} from "@/lib/server/upstream/profiles/profiles";

let loaded: ModelProfile[] | null = null;
let offered: { findings: ModelFindings; profiles: ModelProfile[] } | null = null;

/** The profiles from the repository or UPSTREAM_PROFILES, without findings; read once per process. */
export function documentedProfiles(): ModelProfile[] {
  loaded ??= loadProfiles(getEnv().UPSTREAM_PROFILES);
  return loaded;
}

/** The offered models, the default first, with the saved findings applied. */
export function modelProfiles(): ModelProfile[] {
  const findings = currentFindings();
  if (offered?.findings !== findings) {
    offered = { findings, profiles: applyFindings(documentedProfiles(), findings) };
  }
  return offered.profiles;
}

/** @throws AppError `unknown_model` for a model that is not offered */
export function findProfile(model: string): ModelProfile {
  const profile = modelProfiles().find((candidate) => candidate.id === model);
  if (profile === undefined) throw new AppError("unknown_model", { field: "settings.model" });
  return profile;
}

/**
 * The exact size of a turn's settings, "WxH"; null if the shape is only described in the prompt. Throws
 * `size_not_offered`.
 */
export function findExactSize(profile: ModelProfile, settings: TurnSettings): string | null {
  if (settings.tier === null) return null;
  const size = exactSizeOf(profile, settings.shape, settings.tier);
  if (size === null) throw new AppError("size_not_offered", { field: "settings.tier" });
  return size;
}

/** As `findExactSize`, for a past turn: null if its model or size is no longer offered. */
export function findAskedSize(settings: TurnSettings): string | null {
  const profile = modelProfiles().find((candidate) => candidate.id === settings.model);
  if (profile === undefined || settings.tier === null) return null;
  return exactSizeOf(profile, settings.shape, settings.tier);
}

export function defaultSettings(): TurnSettings {
  return {
    model: modelProfiles()[0]?.id ?? "",
    shape: "3:2",
    tier: null,
    variations: 1,
    temperature: null,
  };
}
