import "server-only";
import type { ModelFinding, ModelFindings, ProfileChange } from "@/lib/contracts/upstream";
import type { ModelProfile } from "./profiles";

/** Applies probe findings to the profiles. Pure. What was not probed stays as in the profile. */
export function applyFindings(
  profiles: readonly ModelProfile[],
  findings: ModelFindings,
): ModelProfile[] {
  return profiles.map((profile) => {
    const finding = findings[profile.id];
    return finding === undefined ? profile : applyFinding(profile, finding);
  });
}

function applyFinding(profile: ModelProfile, finding: ModelFinding): ModelProfile {
  const available = profile.endpoints.filter((name) => finding.endpoints[name] !== false);
  // A model that can only edit is useless, so ignore such a finding.
  const canDraw = available.includes("chat") || available.includes("generations");
  const endpoints = canDraw ? available : profile.endpoints;
  const hasExactSizes = finding.isSizeHonoured !== false && endpoints.includes("generations");
  return {
    ...profile,
    endpoints,
    preferredRoute: routeAmong(endpoints, profile.preferredRoute),
    exactSizes: hasExactSizes ? profile.exactSizes : null,
    historyPicturesCount: finding.isHistoryUsed ?? profile.historyPicturesCount,
    responseForms: withFirst(profile.responseForms, finding.responseForm),
  };
}

/** The preferred route, or the other one if its endpoint is missing. */
function routeAmong(
  endpoints: ModelProfile["endpoints"],
  preferred: ModelProfile["preferredRoute"],
): ModelProfile["preferredRoute"] {
  if (preferred === "images" && !endpoints.includes("generations")) return "chat";
  return preferred === "chat" && !endpoints.includes("chat") ? "images" : preferred;
}

function withFirst(
  forms: ModelProfile["responseForms"],
  first: ModelFinding["responseForm"],
): ModelProfile["responseForms"] {
  // An empty list means that the model refuses `response_format`.
  return first === null || forms.length === 0
    ? forms
    : [first, ...forms.filter((form) => form !== first)];
}

/** Lists what a finding changes in a profile. */
export function changesOf(profile: ModelProfile, finding: ModelFinding): ProfileChange[] {
  const after = applyFinding(profile, finding);
  const changes: ProfileChange[] = [];
  const lost = profile.endpoints.filter((name) => !after.endpoints.includes(name));
  for (const name of lost) changes.push(`${name}Off`);
  if (profile.preferredRoute !== after.preferredRoute) changes.push(`${after.preferredRoute}First`);
  if (profile.exactSizes !== null && after.exactSizes === null) changes.push("sizesOff");
  if (profile.historyPicturesCount !== after.historyPicturesCount) {
    changes.push(after.historyPicturesCount ? "historyOn" : "historyOff");
  }
  if (profile.responseForms[0] !== after.responseForms[0]) {
    changes.push(after.responseForms[0] === "url" ? "urlFirst" : "inlineFirst");
  }
  return changes;
}
