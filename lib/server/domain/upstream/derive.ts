import "server-only";
import type { FailureCode } from "@/lib/contracts/failures";
import type { CheckStep, FindingView, ModelFinding, ModelFindings } from "@/lib/contracts/upstream";
import { changesOf } from "@/lib/server/upstream/profiles/apply-finding";
import type { ModelProfile } from "@/lib/server/upstream/profiles/profiles";

const NOTHING: ModelFinding = {
  envelope: null,
  delivery: null,
  isSizeHonoured: null,
  isHistoryUsed: null,
  endpoints: {},
  responseForm: null,
};

/** Failures that say of an endpoint that it is not there for this model, and not that this one call went wrong. */
const NOT_THERE: readonly FailureCode[] = ["model_unavailable"];
const NOT_THERE_STATUS = [404, 405, 501];

/** What the steps of a check say of each model; models without a paid step are not in it. */
export function findingsOf(steps: readonly CheckStep[]): ModelFindings {
  const findings: ModelFindings = {};
  for (const step of steps) {
    if (step.model === null || step.endpoint === null) continue;
    const known = findings[step.model] ?? NOTHING;
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
  // The plain picture goes the way in which most turns go: what it wore is what counts.
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
    // Chat is not asked for a form.
    ...(endpoint !== "chat" && step.delivery !== null && { responseForm: form }),
  };
}

/** A later check knows better where it tried; where it did not, what was known stays. */
export function mergeFindings(earlier: ModelFindings, later: ModelFindings): ModelFindings {
  const merged: ModelFindings = { ...earlier };
  for (const [model, finding] of Object.entries(later)) {
    const known = merged[model] ?? NOTHING;
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

/** Findings with what they change, in the order of the profiles. */
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
