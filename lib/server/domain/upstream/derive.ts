import "server-only";
import type { FailureCode } from "@/lib/contracts/failures";
import type { CheckStep, FindingView, ModelFinding, ModelFindings } from "@/lib/contracts/upstream";
import { changesOf } from "@/lib/server/upstream/profiles/apply-finding";
import type { ModelProfile } from "@/lib/server/upstream/profiles/profiles";

const UNKNOWN: ModelFinding = {
  envelope: null,
  delivery: null,
  isSizeHonoured: null,
  isHistoryUsed: null,
  endpoints: {},
  responseForm: null,
};

/** Failure codes that mean the endpoint does not exist for this model, rather than a failed call. */
const NOT_THERE: readonly FailureCode[] = ["model_unavailable"];
const NOT_THERE_STATUS = [404, 405, 501];

/** Derives each model's findings from the steps of a check; omits models without a paid step. */
export function findingsOf(steps: readonly CheckStep[]): ModelFindings {
  const findings: ModelFindings = {};
  for (const step of steps) {
    if (step.model === null || step.endpoint === null) continue;
    const known = findings[step.model] ?? UNKNOWN;
    if (step.state === "failed") {
      if (!isNotThere(step)) continue;
      findings[step.model] = {
        ...known,
        endpoints: { ...known.endpoints, [step.endpoint]: false },
      };
    } else if (step.state === "done") {
      findings[step.model] = withStep(known, step, step.endpoint);
    }
  }
  return findings;
}

function isNotThere({ failure }: CheckStep): boolean {
  if (failure === null) return false;
  return (
    NOT_THERE.includes(failure.code) ||
    (failure.status !== null && NOT_THERE_STATUS.includes(failure.status))
  );
}

function withStep(
  known: ModelFinding,
  step: CheckStep,
  endpoint: NonNullable<CheckStep["endpoint"]>,
): ModelFinding {
  // The plain image uses the route of most turns, so its envelope takes precedence.
  const isUsual = step.probe === "picture" || known.envelope === null;
  const form = step.delivery === "url" ? "url" : "b64_json";
  return {
    ...known,
    envelope: isUsual ? step.envelope : known.envelope,
    delivery: isUsual ? step.delivery : known.delivery,
    endpoints: { ...known.endpoints, [endpoint]: true },
    ...(step.askedSize !== null && { isSizeHonoured: step.askedSize === step.gotSize }),
    ...(step.history !== null &&
      step.history !== "unclear" && { isHistoryUsed: step.history === "used" }),
    // Chat requests have no response format.
    ...(endpoint !== "chat" && step.delivery !== null && { responseForm: form }),
  };
}

/** The later check's results take precedence; what it did not test stays. */
export function mergeFindings(earlier: ModelFindings, later: ModelFindings): ModelFindings {
  const merged: ModelFindings = { ...earlier };
  for (const [model, finding] of Object.entries(later)) {
    const known = merged[model] ?? UNKNOWN;
    merged[model] = {
      envelope: finding.envelope ?? known.envelope,
      delivery: finding.delivery ?? known.delivery,
      isSizeHonoured: finding.isSizeHonoured ?? known.isSizeHonoured,
      isHistoryUsed: finding.isHistoryUsed ?? known.isHistoryUsed,
      endpoints: { ...known.endpoints, ...finding.endpoints },
      responseForm: finding.responseForm ?? known.responseForm,
    };
  }
  return merged;
}

/** Findings with the changes they make to the profiles, in the profiles' order. */
export function viewFindings(
  findings: ModelFindings,
  profiles: readonly ModelProfile[],
): FindingView[] {
  return profiles.flatMap((profile) => {
    const finding = findings[profile.id];
    return finding === undefined
      ? []
      : [{ model: profile.id, finding, changes: changesOf(profile, finding) }];
  });
}
