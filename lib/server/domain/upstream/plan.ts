import "server-only";
import { randomUUID } from "node:crypto";
import type { ProbeChoice, StoredCheck, StoredStep } from "@/lib/contracts/upstream";
import { hasInstanceKey } from "@/lib/server/domain/keys/instance-key";
import { documentedProfiles } from "@/lib/server/domain/upstream/models";
import { AppError } from "@/lib/server/errors";
import { probesOf } from "@/lib/server/upstream/send/probe-calls";
import type { ModelProfile } from "@/lib/server/upstream/profiles/profiles";

/** Price of one image of a model, in micro-dollars; free in the sandbox. */
export function probePrice(profile: ModelProfile): number {
  return hasInstanceKey() ? profile.priceMicroUsd : 0;
}

/**
 * A check with the free step first, then each choice once in the order of the profiles. Ignores saved findings, since
 * they are to be tested again. Throws `unknown_model`, and `invalid_field` for a probe that the model does not support.
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

/** Total price in micro-dollars. */
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
