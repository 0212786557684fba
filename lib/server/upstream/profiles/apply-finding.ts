import "server-only";
import type { ModelFinding, ModelFindings, ProfileChange } from "@/lib/contracts/upstream";
import type { ModelProfile } from "./profiles";

/** The profiles as a person found the service to be. Pure: what was not tried stays as the profile says. */
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
  const there = profile.endpoints.filter((name) => finding.endpoints[name] !== false);
  // A model that could draw nothing without pictures is of no use: then rather the profile's word.
  const canDraw = there.includes("chat") || there.includes("generations");
  const endpoints = canDraw ? there : profile.endpoints;
  const mayAskForSizes = finding.isSizeHonoured !== false && endpoints.includes("generations");
  return {
    ...profile,
    endpoints,
    preferredRoute: routeAmong(endpoints, profile.preferredRoute),
    exactSizes: mayAskForSizes ? profile.exactSizes : null,
    historyPicturesCount: finding.isHistoryUsed ?? profile.historyPicturesCount,
    responseForms: preferring(profile.responseForms, finding.responseForm),
  };
}

/** The profile's route, unless what it leads to is not there. */
function routeAmong(
  endpoints: ModelProfile["endpoints"],
  preferred: ModelProfile["preferredRoute"],
): ModelProfile["preferredRoute"] {
  if (preferred === "images" && !endpoints.includes("generations")) return "chat";
  return preferred === "chat" && !endpoints.includes("chat") ? "images" : preferred;
}

function preferring(
  forms: ModelProfile["responseForms"],
  first: ModelFinding["responseForm"],
): ModelProfile["responseForms"] {
  // A model that is asked for no form refuses the question.
  return first === null || forms.length === 0
    ? forms
    : [first, ...forms.filter((form) => form !== first)];
}

/** In which ways a finding makes a profile another one. */
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
