import "server-only";
import { randomUUID } from "node:crypto";
import type { ProbeChoice, StoredCheck, StoredStep } from "@/lib/contracts/upstream";
import { hasInstanceKey } from "@/lib/server/domain/keys/instance-key";
import { documentedProfiles } from "@/lib/server/domain/studio/models";
import { AppError } from "@/lib/server/errors";
import { probesOf } from "@/lib/server/upstream/send/probe-calls";
import type { ModelProfile } from "@/lib/server/upstream/profiles/profiles";

/** What one picture of a model costs here, in micro-dollars. */
export function probePrice(profile: ModelProfile): number {
  return hasInstanceKey() ? profile.priceMicroUsd : 0;
}

/**
 * A check of these steps, the free one first and each choice once, in the order of the profiles. Nothing that was saved counts:
 * what was found out before is to be found out again.
 * Throws `unknown_model`, and `invalid_field` for what a model cannot be tried for.
 */
export function planCheck(choices: readonly ProbeChoice[], now: Date): StoredCheck {
  const steps: StoredStep[] = [{ ...EMPTY, probe: "models" }];
  const known = documentedProfiles();
  for (const choice of choices) {
    const profile = known.find(({ id }) => id === choice.model);
    if (profile === undefined) throw new AppError("unknown_model", { field: "probes" });
    if (!probesOf(profile).includes(choice.probe)) {
      throw new AppError("invalid_field", { field: "probes" });
    }
  }
  for (const profile of known) {
    for (const probe of probesOf(profile)) {
      const isChosen = choices.some(
        (choice) => choice.model === profile.id && choice.probe === probe,
      );
      if (!isChosen) continue;
      steps.push({ ...EMPTY, probe, model: profile.id, priceMicroUsd: probePrice(profile) });
    }
  }
  return {
    id: randomUUID(),
    state: "queued",
    startedAt: now.toISOString(),
    endedAt: null,
    steps,
  };
}

/** What the whole of it will cost, in micro-dollars. */
export function totalPrice({ steps }: Pick<StoredCheck, "steps">): number {
  return steps.reduce((sum, step) => sum + step.priceMicroUsd, 0);
}

const EMPTY: Omit<StoredStep, "probe"> = {
  model: null,
  priceMicroUsd: 0,
  state: "waiting",
  ms: null,
  failure: null,
  requestIds: {},
  listed: null,
  isKeyAccepted: null,
  endpoint: null,
  envelope: null,
  delivery: null,
  askedSize: null,
  gotSize: null,
  askedColour: null,
  gotColour: null,
  history: null,
  imageId: null,
  spoolName: null,
};
